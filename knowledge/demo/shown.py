"""What networks of the demonstration show from elsewhere, and what stands first in them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction
from wagtail.models import Page

from knowledge import actions
from knowledge.models import Case, Endorsement, SolutionPage
from networks.actions import feature
from networks.models import Feature, Membership

if TYPE_CHECKING:
    from community.models import User
    from networks.models import NetworkPage

SHOWN = Path(__file__).with_name("shown.json")


@transaction.atomic
def load() -> None:
    """Load what is missing: nothing where somebody has chosen already. Two queries then."""
    if Endorsement.objects.exists() or Feature.objects.exists():
        return
    told = json.loads(SHOWN.read_text())
    ties = Membership.objects.coordinators().select_related("network", "user")
    leading = {(tie.network.slug, tie.user.handle): tie for tie in ties}
    for each in (*told["endorsements"], *told["features"]):
        tie = leading.get((each["network"], each["by"]))
        if tie is not None:
            show(tie.network, tie.user, each)


def show(network: NetworkPage, person: User, told: dict[str, Any]) -> None:
    """Something that this site does not have is left out."""
    thing: Any
    if "case" in told:
        thing = Case.objects.published().filter(title=told["case"]).first()
    elif "solution" in told:
        thing = SolutionPage.objects.live().filter(slug=told["solution"]).first()
    else:
        inside = Page.objects.live().descendant_of(network)
        thing = inside.filter(slug=told["page"]).first()
    if thing is None:
        return
    if "reason" in told:
        until = date.fromisoformat(told["until"]) if told.get("until") else None
        feature(network, thing, person, told["reason"], until)
    else:
        actions.endorse(thing, network, person, told["note"])
