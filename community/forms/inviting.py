"""Whom somebody means who writes an e-mail address or a handle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from community.models import UserQuerySet


def whom(typed: str, people: UserQuerySet) -> dict[str, Any]:
    """`{"email": …}` or `{"person": …}`, one of `people`: those the writer may know.

    Raises:
        ValidationError: it is neither, with a sentence that says what to do.

    """
    typed = typed.strip()
    if "@" in typed.lstrip("@"):
        try:
            validate_email(typed)
        except ValidationError:
            raise ValidationError(
                _("That is no whole e-mail address. Write it like name@town.example")
            ) from None
        return {"email": typed.lower()}
    handle = typed.lstrip("@").lower()
    person = people.filter(handle=handle).first()
    if person is None:
        said = _(
            "Nobody here has the handle “%(handle)s”. Look at their profile, or invite "
            "them by e-mail."
        )
        raise ValidationError(said, params={"handle": handle})
    return {"person": person}
