"""Who belongs to a network, as far as each shows it to coordinators, and what was decided in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from django.db.models import Prefetch, Q
from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.actions.notice_mails import absolute
from community.models import Affiliation, ModerationAct, User
from networks.models import Membership
from networks.taking.parts import AT_A_TIME, Part, Taken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import Comment
    from networks.models import NetworkPage

# Whom a person has to show something for a coordinator of theirs to see it.
TO_COORDINATORS = (User.Audience.COORDINATORS, User.Audience.MEMBERS, User.Audience.EVERYONE)
CONTACTS = ("email", "phone", "whatsapp")


def in_chunks(rows: Any) -> Iterator[list[Any]]:
    """The rows of a query set, some at a time, in its order.

    No cursor stays open between them: on SQLite what is written meanwhile would fail.
    """
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), AT_A_TIME):
        some = keys[start : start + AT_A_TIME]
        by_key = {row.pk: row for row in rows.order_by().filter(pk__in=some)}
        yield [by_key[key] for key in some if key in by_key]


def is_shown(person: User) -> bool:
    """Whether coordinators of a network the person belongs to may open the profile. No query."""
    shown = person.profile_audience in TO_COORDINATORS and person.profile_hidden_at is None
    return shown and person.is_active


def person_told(person: User | None, behalf: str = "") -> dict[str, Any]:
    """Whoever wrote something, as they show themselves to the network."""
    if person is None or not person.is_active:
        return {"@type": "Person", "name": _("Closed account")}
    told: dict[str, Any] = {"@type": "Person", "name": person.display_name}
    if is_shown(person):
        told["url"] = absolute(person.get_absolute_url())
    if behalf:
        told["affiliation"] = {"@type": "Organization", "name": behalf}
    return told


def day_of(moment: Any) -> str:
    """A day in words; of an instant, the one it was where the site is."""
    if hasattr(moment, "hour"):
        moment = timezone.localdate(moment)
    return formats.date_format(moment, "DATE_FORMAT")


def comment_told(comment: Comment) -> dict[str, Any]:
    """Without its files: these are named by `files_of`."""
    behalf = comment.on_behalf_of.name if comment.on_behalf_of else ""
    told = {
        "@type": "Comment",
        "identifier": comment.pk,
        "author": person_told(comment.author, behalf),
        "dateCreated": comment.posted_at,
        "text": comment.body,
    }
    if comment.parent_id:
        told["parentItem"] = comment.parent_id
    if comment.edited_at:
        told["dateModified"] = comment.edited_at
    return told


# --- Members ------------------------------------------------------------------------------


def shown_members(network: NetworkPage) -> Any:
    """Memberships of those who let coordinators see their profile, who coordinates first."""
    confirmed = EmailAddress.objects.filter(verified=True).values("user")
    posts = Affiliation.objects.current(timezone.localdate()).select_related("organization")
    return (
        Membership.objects.active()
        .filter(
            network=network,
            user__profile_audience__in=TO_COORDINATORS,
            user__profile_hidden_at=None,
            user__in=confirmed,
        )
        .select_related("user")
        .prefetch_related(Prefetch("user__affiliations", posts, to_attr="posts"))
        .order_by("role", "user__display_name", "pk")
    )


def members(network: NetworkPage) -> Part:
    shown = shown_members(network)
    number = shown.count()
    others = Membership.objects.active().filter(network=network).count() - number
    note = _("Each person with what they show to the coordinators of their networks.")
    if others:
        note += " " + ngettext(
            "%(number)s more person belongs to it and shows no profile.",
            "%(number)s more people belong to it and show no profile.",
            others,
        ) % {"number": others}
    terms = {
        "label": _("What the person is in the network, in words"),
        "role": _("member or coordinator"),
        "start_date": _("Since when"),
        "person": _(
            "Name, address of the profile, biography, what they can be asked about, posts they"
            " hold, and ways of contact that they show to coordinators (Popolo Person)"
        ),
    }
    rows = (member_told(each) for chunk in in_chunks(shown) for each in chunk)
    return Part(_("Members"), number, rows, terms, note=note)


def member_told(membership: Membership) -> Taken:
    person: Any = membership.user
    contacts = contacts_of(person)
    since = timezone.localdate(membership.joined_at)
    posts = [{"role": each.post, "organization": each.organization.name} for each in person.posts]
    told = {
        "label": membership.get_role_display(),
        "role": membership.role,
        "start_date": since,
        "person": {
            "name": person.display_name,
            "url": absolute(person.get_absolute_url()),
            "summary": person.biography,
            "ask_me_about": person.ask_me_about,
            "memberships": posts,
            "contact_details": contacts,
        },
    }
    words = [capfirst(membership.get_role_display())]
    words += [", ".join(filter(None, (each["role"], each["organization"]))) for each in posts]
    words += [_("since %(day)s") % {"day": day_of(since)}]
    words += [each["value"] for each in contacts]
    return Taken(person.display_name, told, said=" · ".join(words))


def contacts_of(person: User) -> list[dict[str, str]]:
    return [
        {"type": name, "value": value}
        for name in CONTACTS
        if getattr(person, f"{name}_audience") in TO_COORDINATORS
        and (value := getattr(person, name))
    ]


# --- Decisions of moderation ------------------------------------------------------------------


def decisions(network: NetworkPage) -> Part:
    """What was decided about things of the network, without whose they were.

    A list of people who were blamed is not taken out of the house. What a
    coordinator was not told of their own things is left out: they read this.
    """
    steering = Membership.objects.coordinators().filter(network=network).values("user")
    hers = Q(person__in=steering) & ~Q(kind__in=ModerationAct.TOLD)
    acts = ModerationAct.objects.filter(network=network.pk).exclude(hers).select_related("by")
    acts = acts.order_by("-at", "-pk")
    terms = {
        "@type": _("Action, of schema.org"),
        "name": _("What it was about"),
        "actionStatus": _("hidden, shown, released, dismissed, passed_on, warned, suspended…"),
        "description": _("What it said, as far as it was kept"),
        "reason": _("The reason that was given"),
        "agent": _("Who decided"),
        "startTime": _("When"),
        "endTime": _("Until when, where it had an end"),
        "undoneAt": _("When it was taken back"),
    }
    note = _("Whose things they were is not told: no list of people who were blamed leaves here.")
    rows = (decision_told(each) for chunk in in_chunks(acts) for each in chunk)
    return Part(_("Decisions of moderation"), acts.count(), rows, terms, note=note)


def decision_told(act: ModerationAct) -> Taken:
    about_words = act.kind not in (ModerationAct.Kind.WARNED, ModerationAct.Kind.SUSPENDED)
    name = act.title if about_words else str(act.get_kind_display())
    told: dict[str, Any] = {
        "@type": "Action",
        "name": name,
        "actionStatus": act.kind,
        "description": act.words if about_words else "",
        "reason": act.reason,
        "agent": person_told(act.by),
        "startTime": act.at,
        "endTime": act.until,
        "undoneAt": act.undone_at,
    }
    words = [capfirst(str(act.get_kind_display())), day_of(act.at), told["agent"]["name"]]
    said = " · ".join(words) + (f": {act.reason}" if act.reason else "")
    return Taken(name or str(act.get_kind_display()), told, said=said)


# --- The network itself ------------------------------------------------------------------------


def coordinators_told(network: NetworkPage) -> list[dict[str, Any]]:
    steering = Membership.objects.coordinators().filter(network=network).select_related("user")
    return [person_told(each.user) for each in steering.order_by("joined_at", "pk")]
