"""A form about a transfer that several people may have open: kept, refused, or both texts shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from knowledge.actions.following_transfers import RowChangedError, token_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from community.http import MemberRequest
    from knowledge.models import Transfer


def keep_form(
    request: MemberRequest,
    transfer: Transfer,
    make_form: Callable[..., Any],
    act: Callable[..., Any],
    names: Iterable[str],
) -> dict[str, Any] | None:
    """What its page shows; None once it is kept.

    `make_form` takes data, files and the transfer as it is; `act` the form that
    is right and `seen`, what the fields in `names` said when it was opened.
    """
    is_sent = request.method == "POST"
    form = make_form(*((request.POST, request.FILES) if is_sent else (None, None)), transfer)
    seen = request.POST.get("seen", "") if is_sent else token_of(transfer, names)
    stored = None
    if is_sent and form.is_valid():
        try:
            act(form, seen=seen)
        except ValidationError as refusal:
            form.refuse(refusal)
        except RowChangedError as changed:
            transfer = changed.current
            form, seen = make_form(request.POST, None, transfer), token_of(transfer, names)
            stored = form.stored_words()
            if not stored and not request.FILES:
                # Both said the same.
                return None
        else:
            return None
    if is_sent and request.FILES:
        form.add_error(None, _("Choose the file again: it was not kept."))
    return {"transfer": transfer, "form": form, "seen": seen, "stored": stored}
