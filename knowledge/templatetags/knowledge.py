"""What `knowledge` contributes to pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import template
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, Window
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from wagtail.rich_text import RichText

from community.drawings import RUNGS
from community.http import reader_of
from community.stretches import stretch_of
from community.together import number_of
from knowledge.exports.citing import apa
from knowledge.exports.linked import article_of, script_of
from knowledge.funnel import told_in_steps, totals
from knowledge.kinds import ShownAs
from knowledge.models import Case, Feedback, Need, Transfer
from knowledge.reading import Reading, read
from knowledge.reading_places import MOST_CASES, MOST_NEEDS, MOST_TRANSFERS, told_of

if TYPE_CHECKING:
    from django.template import Context

    from community.models import Organization, User
    from networks.outline import Outline
    from territories.models import Territory

register = template.Library()

TAG = re.compile(r"(<[^>]*>)")
# What readers see of an author where they may see on whose behalf a case is told.
OPEN_TO_PLACES = (ShownAs.PERSON, ShownAs.ORGANIZATION)
BLANK = re.compile(r"\[[^\[\]<>]{1,120}\]")


@register.filter
def with_blanks(text: RichText) -> SafeString:
    """Rich text in which every blank to fill in, [IN BRACKETS], is marked."""
    parts = TAG.split(str(text))
    return mark_safe(  # noqa: S308 - rich text that Wagtail has rendered; only marks are added
        "".join(part if TAG.fullmatch(part) else BLANK.sub(marked, part) for part in parts)
    )


def marked(blank: re.Match[str]) -> str:
    return format_html('<mark class="blank">{}</mark>', mark_safe(blank[0]))  # noqa: S308 - as above


# --- Cases ------------------------------------------------------------------------


@register.filter
def told_html(html: str) -> RichText:
    """A narrative field of a case, ready to be shown."""
    return RichText(html)


@register.simple_tag(takes_context=True)
def reading_of(context: Context, case: Case) -> Reading:
    """What a page shows of a case that is being edited: `{% reading_of object as told %}`."""
    return read(case, case, reader_of(context))


@register.simple_tag(takes_context=True)
def newest_cases(context: Context, most: int) -> dict[str, Any]:
    """The newest cases the reader may read, and what came of all of them. One query.

    Use: {% newest_cases 4 as cases %}, then `cases.newest` and how many there are in all,
    `cases.total`; of what everybody may read, how many transfers and how much feedback,
    `cases.transfers` and `cases.feedback`, and how many unmet needs, `cases.unmet`; and how
    far all of them have travelled, `cases.reach`: steps of the funnel with their numbers.
    """
    cases = Case.objects.visible_to(reader_of(context)).with_tile().newest_first()
    everybody = AnonymousUser()
    numbers = {
        "total": Window(Count("pk")),
        "transfers": number_of(Transfer.objects.visible_to(everybody)),
        "feedback": number_of(Feedback.objects.visible_to(everybody)),
        "unmet": number_of(Need.objects.unmet()),
    }
    # No name of a field may be that of a number.
    named = {f"number_{name}": number for name, number in numbers.items()}
    newest = list(cases.annotate(**named, reach=totals())[:most])
    first: Any = newest[0] if newest else None
    return {
        "newest": newest,
        "reach": told_in_steps(first.reach) if first else [],
        **{name: getattr(first, f"number_{name}", 0) for name in numbers},
    }


@register.simple_tag
def latest_cases(outline: Outline) -> list[dict[str, Any]]:
    """The newest cases of a network, each with title, code and place. No query.

    Use: {% latest_cases network.outline as cases %}
    """
    return next((each.newest for each in outline.shelves if each.shelf.slug == "experiencias"), [])


@register.inclusion_tag("knowledge/_cases_of_place.html", takes_context=True)
def cases_of(context: Context, place: Territory) -> dict[str, Any]:
    """What a municipality did, the newest first, up to a dozen; what it repeats and needs.

    One query.
    """
    cases, transfers, needs = told_of(place, reader_of(context))
    return {
        "place": place,
        "cases": cases[:MOST_CASES],
        "transfers": transfers[:MOST_TRANSFERS],
        "needs": needs[:MOST_NEEDS],
        "has_more": len(needs) > MOST_NEEDS,
    }


@register.inclusion_tag("knowledge/_cases_on_behalf.html", takes_context=True)
def cases_on_behalf_of(context: Context, organization: Organization) -> dict[str, Any]:
    """What was registered in its name; of a municipal government, all its municipality did.

    The newest first, up to a dozen. One query.
    """
    told = Q(on_behalf_of=organization, author_shown_as__in=OPEN_TO_PLACES)
    if organization.kind == organization.Kind.MUNICIPAL_GOVERNMENT:
        told |= Q(lead_municipality=organization.territory_id)
    cases = Case.objects.visible_to(reader_of(context)).filter(told)
    rows = cases.with_tile().select_related("lead_municipality", "registered_by")
    return {"organization": organization, "cases": list(rows.newest_first()[:12])}


@register.inclusion_tag("knowledge/_cases_by.html", takes_context=True)
def cases_by(context: Context, person: User) -> dict[str, Any]:
    """The section of a profile with the cases the person registered. One query.

    Use: {% cases_by person %}, where `section` says what the page shows; see `stretch_of`
    """
    cases = Case.objects.visible_to(reader_of(context)).told_openly_by(person)

    def load(start: int, number: int) -> list[Case]:
        return list(cases.with_tile().newest_first()[start : start + number])

    request = context["request"]
    stretch = stretch_of("experiencias", context.get("section") or "", request, load)
    return {"person": person, "stretch": stretch, "request": request}


@register.simple_tag
def trail_of_case(told: Reading) -> list[tuple[str, str]]:
    """What stands above a case, for {% crumbs %}: the library, and it again by the first theme."""
    library = reverse("cases:list")
    trail = [(gettext("Experiences"), library)]
    if told.themes:
        theme = told.themes[0]
        trail.append((str(theme), f"{library}?tema={theme.slug}"))
    return trail


@register.inclusion_tag("components/rungs.html")
def rungs(level: int) -> dict[str, Any]:
    """The five rungs of evidence from the top down, filled up to `level`."""
    steps = [
        {"number": number, "name": RUNGS[number - 1], "is_on": number <= level}
        for number in range(5, 0, -1)
    ]
    return {"steps": steps, "level": level}


@register.simple_tag
def citation(told: Reading, url: str) -> str:
    """How to name the source, in words; see `knowledge.exports.citing`."""
    return apa(told, url)


@register.simple_tag
def linked_data(told: Reading, url: str) -> SafeString:
    """The case for search engines; see `knowledge.exports.linked`."""
    return script_of(article_of(told, url))
