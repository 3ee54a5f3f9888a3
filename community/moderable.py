"""What can be reported and hidden, and how: one `Moderable` for each kind of thing.

    moderable.register("comentario", "community.Comment", "community.moderables.OfComments")

Each app registers the kinds it owns in `AppConfig.ready()`. Everything else
(reports, the queue, decisions, appeals) asks here and knows no kind by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

    from community.models import User

QUOTED = 400


class Moderable:
    """How one kind of thing is moderated. Subclasses say what differs."""

    # What people call one of them.
    name: StrOrPromise = ""
    # Whether `show` undoes `hide` without more ado.
    is_shown_again = True

    def __init__(self, word: str, model: Any) -> None:
        self.word, self.model = word, model

    @property
    def content_type(self) -> Any:
        """Looked up late, so that `apps.py` may import this module. No query after the first."""
        return apps.get_model("contenttypes", "ContentType").objects.get_for_model(self.model)

    @property
    def things(self) -> Any:
        """All of them; each with what `title`, `words` and `author` need."""
        return self.model._default_manager.all()

    def visible_to(self, user: User | AnonymousUser) -> QuerySet[Any]:
        """Those that the person may read, hence report."""
        things: QuerySet[Any] = self.model._default_manager.visible_to(user)
        return things

    def moderated_by(self, user: User) -> QuerySet[Any]:
        """Those whose reports the person sees and decides."""
        things: QuerySet[Any] = self.model._default_manager.moderated_by(user)
        return things

    def can_hide(self, user: User, thing: Any) -> bool:
        """Whether somebody who moderates it may also hide it."""
        return True

    def author(self, thing: Any) -> User | None:
        """Whose words they are."""
        raise NotImplementedError

    def named_author(self, thing: Any) -> User | None:
        """Whose words they are, for those who moderate; None when the name is kept from them."""
        return self.author(thing)

    def moderators(self, thing: Any) -> list[User]:
        """Who answers for it first; nobody: the coordinating unit."""
        return []

    def network(self, thing: Any) -> int | None:
        """The key of the page of the network in which it stands, or the first of them."""
        return None

    def title(self, thing: Any) -> str:
        return str(thing)

    def words(self, thing: Any) -> str:
        """What it says, as plain text, for those who decide."""
        return ""

    def address(self, thing: Any) -> str:
        return str(thing.get_absolute_url())

    def is_hidden(self, thing: Any) -> bool:
        raise NotImplementedError

    def is_waiting(self, thing: Any) -> bool:
        """Whether it was never published and waits for a decision."""
        return False

    def hide(self, thing: Any, by: User, reason: str, at: datetime) -> None:
        raise NotImplementedError

    def show(self, thing: Any, by: User) -> None:
        raise NotImplementedError

    def release(self, thing: Any) -> None:
        """Publish what waited. Only where `is_waiting` may be true."""
        raise NotImplementedError


class KeptFromSight(Moderable):
    """Things that keep when and why they were hidden and, if they have `hidden_by`, by whom.

    They say `is_hidden` and `is_waiting` themselves. What was refused while it waited is
    published when it is shown again.
    """

    def is_hidden(self, thing: Any) -> bool:
        return bool(thing.is_hidden)

    def is_waiting(self, thing: Any) -> bool:
        return bool(thing.is_waiting)

    def hide(self, thing: Any, by: User, reason: str, at: datetime) -> None:
        note_hiding(thing, hidden_at=at, hidden_by=by, hidden_reason=reason)

    def show(self, thing: Any, by: User) -> None:
        note_hiding(thing, hidden_at=None, hidden_by=None, hidden_reason="")
        if self.is_waiting(thing):
            self.release(thing)


def note_hiding(thing: Any, **told: Any) -> None:
    """Write down what of it the thing keeps."""
    kept = {name: value for name, value in told.items() if hasattr(type(thing), name)}
    for name, value in kept.items():
        setattr(thing, name, value)
    thing.save(update_fields=list(kept))


@dataclass(frozen=True)
class Registered:
    word: str
    label: str
    path: str


_registered: dict[str, Registered] = {}


def register(word: str, label: str, path: str) -> None:
    """`word` stands for the kind in addresses; `path` is the class, imported when first asked."""
    _registered[word] = Registered(word, label, path)


@cache
def _made(each: Registered) -> Moderable:
    made: Moderable = import_string(each.path)(each.word, apps.get_model(each.label))
    return made


def moderables() -> list[Moderable]:
    return [_made(each) for each in _registered.values()]


def moderable_called(word: str) -> Moderable | None:
    each = _registered.get(word)
    return _made(each) if each else None


def moderable_of(thing: Any) -> Moderable | None:
    """How this thing is moderated; None for what cannot be reported. No query."""
    label = type(thing)._meta.label
    return next((_made(each) for each in _registered.values() if each.label == label), None)


def kind_of(thing: Any) -> Moderable:
    """The same for what is known to be moderated. Raises LookupError."""
    found = moderable_of(thing)
    if found is None:
        raise LookupError(f"{type(thing)._meta.label} is not moderated")
    return found


def about_any(rows: Callable[[Moderable], QuerySet[Any]]) -> Q:
    """Rows with `content_type` and `object_id` that point at one of these things."""
    condition = Q(pk__in=[])
    for each in moderables():
        there = Exists(rows(each).order_by().filter(pk=OuterRef("object_id")))
        condition |= Q(content_type=each.content_type) & Q(there)
    return condition


def load_things(rows: Iterable[Any]) -> dict[tuple[int, int], Any]:
    """The things that rows point at, by content type and key: one query for each kind."""
    wanted: dict[int, set[int]] = {}
    for row in rows:
        if row.content_type_id is not None:
            wanted.setdefault(row.content_type_id, set()).add(row.object_id)
    found: dict[tuple[int, int], Any] = {}
    for each in moderables():
        kind = each.content_type.pk
        if kind in wanted:
            for thing in each.things.filter(pk__in=wanted[kind]):
                found[(kind, thing.pk)] = thing
    return found
