"""What every network's desk tells: requests, reports, questions, drafts, pages to look at again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, F, Min, OuterRef, Q
from django.db.models.functions import Coalesce, Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from community.models import Comment, Report
from networks.desk import Piece, Row
from networks.links import broken_links
from networks.models import Membership, Topic
from networks.publications import entry_models

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import User
    from networks.models import NetworkPage

# A desk is no archive: so many are named, the rest counted.
NAMED = 5
MOST_PAGES = 300
CHANGED = Coalesce("latest_revision_created_at", "last_published_at", Now())


def requests_to_join(network: NetworkPage, user: User) -> Iterator[Row]:
    asked = Membership.objects.asking().filter(network=network)
    found = asked.aggregate(number=Count("pk"), since=Min("joined_at"))
    said = ngettext("person asks to join", "people ask to join", found["number"])
    yield Row(
        badge=_("Requests"),
        title=said,
        url=reverse("networks:people", args=[network.slug]),
        act=_("Answer them"),
        number=found["number"],
        since=found["since"],
    )


def links(network: NetworkPage, user: User) -> Iterator[Row]:
    """Links to other sites that do not answer."""
    found = broken_links(network).order_by().aggregate(number=Count("pk"), since=Min("since"))
    yield Row(
        badge=_("Links"),
        title=ngettext("link that does not answer", "links that do not answer", found["number"]),
        url=reverse("networks:links", args=[network.slug]),
        act=_("See which"),
        number=found["number"],
        since=found["since"],
        tone="told",
    )


def reports(network: NetworkPage, user: User) -> Iterator[Row]:
    """What was reported in the network, or waits to be read before others, and is not theirs."""
    open_ones = Report.objects.open().visible_to(user).filter(network=network.pk)
    found = open_ones.order_by().aggregate(
        number=Count("pk"),
        since=Min("made_at"),
        passed_on=Count("pk", filter=Q(passed_on_at__isnull=False)),
    )
    if not found["number"]:
        return
    passed_on = ngettext(
        "%(passed_on)d was passed on to the coordinating unit",
        "%(passed_on)d were passed on to the coordinating unit",
        found["passed_on"],
    )
    yield Row(
        badge=_("Moderation"),
        title=ngettext("report to decide", "reports to decide", found["number"]),
        url=f"{reverse('moderation:queue')}?red={network.pk}",
        act=_("Open the queue"),
        number=found["number"],
        since=found["since"],
        tone="bad" if found["passed_on"] else "asks",
        said=passed_on % found if found["passed_on"] else "",
    )


def questions(network: NetworkPage, user: User) -> Iterator[Row]:
    """Questions without an accepted answer, and how many of them nobody has answered at all."""
    others = Comment.objects.present().filter(
        ~Q(author=OuterRef("opened_by")),
        content_type=ContentType.objects.get_for_model(Topic),
        object_id=OuterRef("pk"),
    )
    asked = Topic.objects.filter(
        network=network,
        kind=Topic.Kind.QUESTION,
        accepted=None,
        closed_at=None,
        hidden_at=None,
        is_waiting=False,
    )
    silent = ~Q(Exists(others.order_by()))
    found = asked.aggregate(
        number=Count("pk"), since=Min("opened_at"), silent=Count("pk", filter=silent)
    )
    if not found["number"]:
        return
    said = ngettext(
        "%(silent)d has not had a single answer",
        "%(silent)d have not had a single answer",
        found["silent"],
    )
    yield Row(
        badge=_("Questions"),
        title=ngettext(
            "question without an accepted answer",
            "questions without an accepted answer",
            found["number"],
        ),
        url=f"{reverse('networks:topics', args=[network.slug])}?estado=sin-responder",
        act=_("Read and answer"),
        number=found["number"],
        since=found["since"],
        tone="asks" if found["silent"] else "told",
        said=said % found if found["silent"] else "",
    )


def pages(network: NetworkPage, user: User) -> Iterator[Row]:
    """Drafts, and published pages whose day of review has passed. One query for both."""
    today = timezone.localdate()
    lying = list(unfinished_or_stale(network, today))
    stale = [page for page in lying if page["live"] and is_stale(page, today)]
    drafts = [page for page in lying if not page["live"] or page["has_unpublished_changes"]]
    if stale:
        yield Row(
            badge=_("Review"),
            title=ngettext("page past its review date", "pages past their review date", len(stale)),
            url=edit_address(stale[0]),
            act=_("Look at the oldest"),
            number=len(stale),
            since=stale[0]["due_on"],
            tone="bad",
            pieces=tuple(
                Piece(page["draft_title"], edit_address(page), page["due_on"])
                for page in stale[:NAMED]
            ),
        )
    if drafts:
        drafts.sort(key=lambda page: page["changed_at"], reverse=True)
        yield Row(
            badge=_("Drafts"),
            title=ngettext("draft not published", "drafts not published", len(drafts)),
            url=edit_address(drafts[0]),
            act=_("Go on with the last"),
            number=len(drafts),
            since=min(page["changed_at"] for page in drafts),
            tone="quiet",
            pieces=tuple(
                Piece(page["draft_title"], edit_address(page), page["changed_at"])
                for page in drafts[:NAMED]
            ),
        )


def unfinished_or_stale(network: NetworkPage, today: Any) -> Any:
    """Of all kinds of entries, those past their day first. What is hidden is no draft. One query.

    Pages are read from the table of all pages, with the day of each kind beside it.
    """
    models = entry_models()
    kinds = ContentType.objects.get_for_models(*models).values()
    days = [F(f"{model._meta.model_name}__review_on") for model in models]
    due_on = Coalesce(*days) if len(days) > 1 else days[0]
    entries = Page.objects.descendant_of(network).filter(content_type__in=list(kinds))
    return (
        entries.annotate(due_on=due_on, changed_at=CHANGED)
        .filter(
            Q(live=True, due_on__lt=today)
            | Q(has_unpublished_changes=True, locked=False)
            | Q(live=False, locked=False)
        )
        .order_by(F("due_on").asc(nulls_last=True), "-changed_at", "pk")
        .values("pk", "draft_title", "live", "has_unpublished_changes", "due_on", "changed_at")
    )[:MOST_PAGES]


def is_stale(page: dict[str, Any], today: Any) -> bool:
    return page["due_on"] is not None and page["due_on"] < today


def edit_address(page: dict[str, Any]) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page["pk"]])
