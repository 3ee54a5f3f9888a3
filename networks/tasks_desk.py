"""What networks do in the background for their coordinators."""

from __future__ import annotations

from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from community.background import background


# By their paths: the actions leave these tasks.
@background(title=_("Count the past months of a network"), priority=-5)
def count_past_months(network: int) -> None:
    import_string("networks.actions.months.count_the_past")(network)


@background(title=_("Prepare a letter to the members of a network"))
def prepare_letter(pk: int) -> None:
    """Whoever dies over it leaves no half batch; the next goes on after the last whole one."""
    import_string("networks.actions.posting.prepare")(pk)
