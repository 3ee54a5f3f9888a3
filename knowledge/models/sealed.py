"""A case that keeps its protected people out of whatever is stored of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from knowledge.kinds import ShownAs
from knowledge.models.protection import PeopleShown, Protection
from knowledge.sealing import close, is_telling, label_for, rewrite, without

if TYPE_CHECKING:
    from wagtail.models import Revision

    from community.models import User
    from knowledge.models import Case, Contributor


class Sealed(PeopleShown):
    """Abstract: wherever a row is marked as protected, its name goes to `Protection` alone.

    Every text passes here before it is stored, whoever wrote it and where.
    """

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        wanted = options.get("update_fields")
        if self.pk is not None and (wanted is None or "contributors" in wanted):
            seal(self)  # type: ignore[arg-type]
        super().save(*args, **options)

    def save_revision(self, user: User | None = None, *args: Any, **options: Any) -> Revision:
        """The revision; signed by nobody where whoever writes it is protected."""
        seal(self)  # type: ignore[arg-type]
        user = signs(self, user)  # type: ignore[arg-type]
        revision: Revision = super().save_revision(user, *args, **options)  # type: ignore[misc]
        return revision

    def may_name(self, person: User) -> bool:
        """Whether others may be told that the person did something to it."""
        return signs(self, person) is not None  # type: ignore[arg-type]

    def serializable_data(self) -> dict[str, Any]:
        """Without the accounts of a protected author: old snapshots keep what they were given."""
        data: dict[str, Any] = super().serializable_data()  # type: ignore[misc]
        if self.hides_author:
            data.update(registered_by=None, kept_by=None)
            if self.author_shown_as != ShownAs.ORGANIZATION:
                data["on_behalf_of"] = None
        return data


def signs(case: Case, user: User | None) -> User | None:
    """The person as whoever did something to the case; None when protected there."""
    if user is None or not case.protects:
        return user
    return None if case.protections.filter(person=user).exists() else user


def signature(case: Case, user: User | None) -> str:
    """How others are told of somebody who did something to the case: by name, unless protected."""
    if user is None:
        return ""
    held = case.protections.filter(person=user).first() if case.protects else None
    if held is None:
        return user.display_name
    return held.label or gettext("Somebody who is not named")


def unnamed(case: Case, words: str) -> str:
    """The words without the name of anybody protected in the case."""
    if not (words and case.protects):
        return words
    for held in case.protections.select_related("person"):
        words = without(words, held.known_as, held.label)
    return words


def seal(case: Case) -> None:
    """Take the names of protected rows into `Protection`, and out of all that was kept before.

    A text may protect somebody more, never less: that is lifted by `knowledge.actions`
    alone. No query for a case that protects nobody.
    """
    if "contributors" not in getattr(case, "_cluster_related_objects", {}):
        return
    told = case.records_of("contributors")
    if told is not None and not (case.protects or any(map(is_marked, told))):
        return
    rows: list[Contributor] = list(case.contributors.all())
    if not (case.protects or any(row.is_protected for row in rows)):
        return
    known = list(Protection.objects.filter(case=case.pk).select_related("person"))
    for row in rows:
        held = holder_of(row, known)
        if held is not None and weight(row.shown_as) < weight(held.shown_as):
            row.shown_as = held.shown_as
        if row.is_protected and (held is None or is_telling(row) or is_new(row, held)):
            held = hold(case, row, held)
            known = [each for each in known if each.pk != held.pk] + [held]
            close(row, held.label)
            rewrite(case, held)
            held.save()


def is_marked(record: dict[str, Any]) -> bool:
    """Whether a row that nobody has read since it was kept is protected."""
    return record.get("shown_as", ShownAs.PERSON) != ShownAs.PERSON


def weight(shown_as: str) -> int:
    """How much is kept from readers, from nothing (0) to all."""
    return ShownAs.values.index(shown_as)


def is_new(row: Contributor, held: Protection) -> bool:
    return row.shown_as != held.shown_as or str(row.key) not in held.keys


def holder_of(row: Contributor, known: list[Protection]) -> Protection | None:
    for held in known:
        by_key = str(row.key) in held.keys
        if by_key or (row.person_id and row.person_id == held.person_id):
            return held
    return None


def hold(case: Case, row: Contributor, held: Protection | None) -> Protection:
    """Who the row is, kept; what was known before stays where the row says nothing."""
    held = held or Protection(case=case)
    held.person_id = row.person_id or held.person_id
    held.organization_id = row.organization_id or held.organization_id
    for name in ("name", "post", "organization_name"):
        told = getattr(row, name)
        # What stands for them came back with the text: it says nothing new.
        setattr(held, name, told if told and told != held.label else getattr(held, name))
    held.shown_as = row.shown_as
    place = held.organization_name or str(held.organization or "")
    held.label = label_for(case, held.shown_as, held.person, place)
    if str(row.key) not in held.keys:
        held.keys = [*held.keys, str(row.key)]
    held.save()
    return held
