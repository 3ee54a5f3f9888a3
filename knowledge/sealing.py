"""Taking a protected person out of a case: its rows, its texts, and all that was kept of it.

What it finds in records works on the JSON of versions and revisions; both hold
rows of the same shape. Nothing here asks who may do it: see `knowledge.protection`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.models import ModelLogEntry, Revision

from community.actions.notice_mails import letter_of
from community.models import Activity, Notification
from community.notices import name_of_thing
from knowledge.kinds import ShownAs
from knowledge.sheets.keeping import forget

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.models import User
    from knowledge.models import Case, Contributor, Protection

# What says who somebody is; the organization too, unless it is what readers see.
TELLING = ("name", "post")
TOLD_OF = {Activity.Verb.PUBLISHED, Activity.Verb.RENEWED}
# What is done to a transfer in the name of the case it repeats: see `TransferEvent.Verb`.
TEXTS_OF_A_VISIT = ("topic", "agenda", "answer", "report")
OF_THE_ORIGIN = ("confirmed", "declined", "offered", "visited")


def is_telling(row: Contributor) -> bool:
    """Whether a protected row still says who it is."""
    if row.person_id or row.name or row.post:
        return True
    named_place = bool(row.organization_id or row.organization_name)
    return named_place and row.shown_as != ShownAs.ORGANIZATION


def close(row: Contributor, label: str) -> None:
    """Take out of the row what says who it is. It is not saved here."""
    row.person_id, row.name, row.post = None, "", ""
    if row.shown_as != ShownAs.ORGANIZATION:
        row.organization_id, row.organization_name = None, ""
    elif not row.organization_id:
        row.organization_name = row.organization_name or label


def label_for(case: Case, shown_as: str, person: User | None, organization: str = "") -> str:
    """What stands for somebody: their organization, a network of the case, or nothing."""
    if shown_as == ShownAs.ORGANIZATION:
        return organization or organization_of(case, person)
    if shown_as == ShownAs.NETWORK:
        link = case.case_networks.select_related("network").first() if case.pk else None
        return link.network.title if link else ""
    return ""


def organization_of(case: Case, person: User | None) -> str:
    """On whose behalf they told it, else where it is sure that they work; "" when it is not.

    The municipality stands for nobody from outside: it would seem to tell it itself.
    """
    if person is None:
        return ""
    if person.pk == case.registered_by_id and case.on_behalf_of is not None:
        return str(case.on_behalf_of)
    posts: Any = person.affiliations.verified().current(timezone.localdate())
    post = posts.select_related("organization").order_by("-pk").first()
    return str(post.organization) if post else ""


# --- What was kept ------------------------------------------------------------------


def rewrite(case: Case, held: Protection) -> None:
    """Take them out of everything that was kept of the case, whenever. Twice is as once."""
    covers_author = held.person_id is not None and held.person_id == case.registered_by_id
    for version in case.versions.all():
        rewrite_record(version.record, held, covers_author)
        rewrite_names(version.names, version.record, held, covers_author)
        version.save(update_fields=["record", "names"])
    for revision in revisions_of(case):
        if rewrite_record(revision.content, held, covers_author):
            revision.save(update_fields=["content"])
    for row in case.contributors.model.objects.filter(case=case):
        if is_theirs(row.person_id, row.name, str(row.key), held):
            row.shown_as = held.shown_as
            close(row, held.label)
            row.save()
    if covers_author:
        show_author_as(case, held.shown_as, held.label)
    set_on_case(case, protects=True)
    forget(case)
    if held.person_id:
        unsign(case, held.person_id)
        # That they take part stays known: by the account alone.
        parts = case.authorships.filter(person=held.person_id)
        parts.update(email="", post="", organization_name="")
        unname_in_notices(case, held)
    strike_from_history(case, held)


def revisions_of(case: Case) -> Any:
    return Revision.objects.for_instance(case)


def is_theirs(person: int | None, name: str, key: str, held: Protection) -> bool:
    if held.person_id and person == held.person_id:
        return True
    return key in held.keys or name.casefold() in {each.casefold() for each in held.known_as}


def rewrite_record(record: dict[str, Any], held: Protection, covers_author: bool) -> bool:
    """Whether anything changed. The keys of rows that are theirs are noted."""
    changed = False
    for row in record.get("contributors", []):
        key = str(row["key"])
        if not is_theirs(row["person"], row["name"], key, held):
            continue
        changed = True
        if key not in held.keys:
            held.keys.append(key)
        row.update(person=None, name="", post="", shown_as=held.shown_as)
        if held.shown_as != ShownAs.ORGANIZATION:
            row.update(organization=None, organization_name="")
        elif not row["organization"]:
            row["organization_name"] = row["organization_name"] or held.label
    if covers_author and any(record.get(name) for name in ("registered_by", "kept_by")):
        record.update(registered_by=None, kept_by=None)
        changed = True
    if covers_author and record.get("on_behalf_of") and held.shown_as != ShownAs.ORGANIZATION:
        record["on_behalf_of"] = None
        changed = True
    return changed


def rewrite_names(
    names: dict[str, Any], record: dict[str, Any], held: Protection, covers_author: bool
) -> None:
    shown, organizations = names.get("contributors", {}), names.get("organizations", {})
    for row in record.get("contributors", []):
        key = str(row["key"])
        if key not in held.keys:
            continue
        if held.shown_as != ShownAs.ORGANIZATION:
            organizations.pop(key, None)
        if key in shown:
            place = row["organization_name"] or organizations.get(key, "")
            shown[key] = place or held.label
    if covers_author:
        names["registered_by"] = held.label
        if held.shown_as != ShownAs.ORGANIZATION:
            names["on_behalf_of"] = ""


def show_author_as(case: Case, shown_as: str, label: str) -> None:
    set_on_case(case, author_shown_as=shown_as, author_label=label)


def set_on_case(case: Case, **values: Any) -> None:
    """In the row and in this object: neither belongs to a version."""
    type(case).objects.filter(pk=case.pk).update(**values)
    for name, value in values.items():
        setattr(case, name, value)


def unsign(case: Any, person: int) -> None:
    """Nothing done to the case is signed by them: revisions, versions, history, streams."""
    revisions_of(case).filter(user=person).update(user=None)
    case.versions.filter(published_by=person).update(published_by=None)
    case.events.filter(actor=person).update(actor=None)
    case.remarks.filter(answered_by=person).update(answered_by=None)
    work = case._meta.get_field("systematization").related_model.objects.filter(case=case).first()
    if work is not None:
        work.carryings.filter(carried_by=person).update(carried_by=None)
    kind = ContentType.objects.get_for_model(case)
    entries = ModelLogEntry.objects.filter(content_type=kind, object_id=str(case.pk))
    entries.filter(user=person).update(user=None)
    lines = Activity.objects.filter(content_type=kind, object_id=case.pk, comment=None)
    lines.filter(actor=person).update(actor=None)
    # What they answered for it to those who repeat it.
    case.transfers.filter(origin_answered_by=person).update(origin_answered_by=None)
    answers_of(case).filter(actor=person).update(actor=None)
    # What they said of it, and what they decided on what others said.
    said = case.feedback
    said.filter(answered_by=person).update(answered_by=None)
    said.filter(author=person, shown_as=ShownAs.PERSON).update(shown_as=ShownAs.NOBODY)


def answers_of(case: Any) -> Any:
    """The lines in the histories of its transfers that were written for the origin."""
    events = case.transfers.model._meta.get_field("events").related_model
    return events.objects.filter(transfer__origin_case=case, verb__in=OF_THE_ORIGIN)


def visits_of(case: Any) -> Any:
    """The visits between the origin and those who repeat it; not those among the latter."""
    visits = case.transfers.model._meta.get_field("visits").related_model
    return visits.objects.filter(transfer__origin_case=case, peer=None)


def unname_in_notices(case: Case, held: Protection) -> None:
    """What others were told, and mails that wait to be sent, no longer say who did it."""
    published = Q(kind="followed", facts__verb__in=TOLD_OF)
    of_the_work = Q(kind__startswith="case_") | Q(kind__startswith="author_")
    of_the_case = Q(thing=name_of_thing(case)) & (published | of_the_work)
    # Who is invited may not open the case yet: their notice is about no thing.
    invited = Q(recipient__in=case.authorships.filter(person__isnull=False).values("person"))
    told = Notification.objects.filter(of_the_case | invited & Q(kind="author_invited"))
    for notice in told.exclude(recipient=held.person_id).select_related("recipient"):
        words = {"actor": "", "name": held.label or gettext("Somebody who is not named")}
        named = [key for key in words if notice.facts.get(key) in held.known_as]
        if named:
            notice.facts.update({key: words[key] for key in named})
            notice.title = letter_of(notice)[0][:255]
            notice.save(update_fields=["facts", "title"])


def strike_from(rows: Any, names: tuple[str, ...], held: Protection) -> None:
    """Take the name out of these fields of the rows; only what changes is written.

    What stands for it may be longer than the name: it is cut to what the field holds.
    """
    for row in rows:
        changed = {}
        for name in names:
            text = getattr(row, name)
            kept = without(text, held.known_as, held.label)
            if kept != text:
                changed[name] = kept[: row._meta.get_field(name).max_length]
        if changed:
            type(row).objects.filter(pk=row.pk).update(**changed)


def strike_from_history(case: Case, held: Protection) -> None:
    """What names them beside the text: to whom it was passed on, who left a remark."""
    for event in (*case.events.exclude(note=""), *answers_of(case).exclude(note="")):
        note = without(event.note, held.known_as, held.label)
        if note != event.note:
            event.note = note
            event.save(update_fields=["note"])
    strike_from(case.transfers.all(), ("origin_note", "origin_contact"), held)
    strike_from(case.feedback.exclude(answer=""), ("answer",), held)
    strike_from(visits_of(case), TEXTS_OF_A_VISIT, held)
    # Whoever read the draft by a link may be named among its makers as well.
    for name in held.known_as:
        stands = held.label[:120] or "…"
        case.remarks.filter(name__iexact=name).update(name=stands, email="")
        case.review_links.filter(for_whom__iexact=name).update(for_whom=stands)


def without(text: str, names: Iterable[str], label: str) -> str:
    for name in names:
        text = text.replace(name, label or "…")
    return text


# --- And back ------------------------------------------------------------------------


def restore(case: Case, held: Protection) -> None:
    """Show them by name again in every text. Who did what in the history stays untold."""
    is_author = held.person_id is not None and held.person_id == case.registered_by_id
    name = held.known_as[0] if held.known_as else ""
    account = held.person.display_name if held.person else name
    told = {
        "person": held.person_id,
        "name": held.name,
        "post": held.post,
        "organization": held.organization_id,
        "organization_name": held.organization_name,
        "shown_as": ShownAs.PERSON,
    }
    for version in case.versions.all():
        put_back(version.record, held.keys, told)
        for key in set(held.keys) & set(version.names.get("contributors", {})):
            version.names["contributors"][key] = account
        if is_author:
            version.names["registered_by"] = account
        version.save(update_fields=["record", "names"])
    for revision in revisions_of(case):
        if put_back(revision.content, held.keys, told):
            revision.save(update_fields=["content"])
    rows = case.contributors.model.objects.filter(case=case, key__in=held.keys)
    for row in rows:
        row.person_id, row.organization_id = held.person_id, held.organization_id
        row.name, row.post = held.name, held.post
        row.organization_name, row.shown_as = held.organization_name, ShownAs.PERSON
        row.save()
    if is_author:
        show_author_as(case, ShownAs.PERSON, "")
    forget(case)


def put_back(record: dict[str, Any], keys: list[str], told: dict[str, Any]) -> bool:
    theirs = [row for row in record.get("contributors", []) if str(row["key"]) in keys]
    for row in theirs:
        row.update(told)
    return bool(theirs)
