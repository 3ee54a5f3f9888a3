"""What a file names and this site has: municipalities, themes, networks, organizations, people."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from taggit.models import Tag

from community.models import Organization, Theme, User
from knowledge.importing.cells import CellError
from knowledge.models import Case, Condition, TargetGroup
from networks.models import NetworkPage
from territories.models import Territory
from territories.names import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Found = dict[str, list[int]]
MOST_NAMED = 4


class References:
    """Finds things by their code or their name, in any language; each list is asked for once.

    `user` is who brings the file: of networks, they name those they may open.
    """

    def __init__(self, user: Any) -> None:
        self.user = user
        self.asked: dict[tuple[Any, str], int] = {}
        self.things: dict[tuple[Any, Any], Any] = {}

    def find(self, model: Any, text: str) -> int:
        """The key of the thing that the text names.

        Raises:
            CellError: there is none, or there are several.

        """
        place = (model, text)
        if place not in self.asked:
            found = self.search[model](text)
            if len(found) != 1:
                raise CellError(self.complaint(model, found))
            self.asked[place] = found[0]
        return self.asked[place]

    def complaint(self, model: Any, found: list[int]) -> str:
        if not found:
            return _("names no %(kind)s of this site") % {"kind": model._meta.verbose_name}
        things = model._default_manager.filter(pk__in=found[:MOST_NAMED])
        named = "; ".join(str(thing) for thing in things)
        return _("may be several: %(names)s. Write which one") % {"names": named}

    def thing(self, model: Any, key: int | None) -> Any:
        """The object with that key; each is loaded once, None when it is gone."""
        if key is None:
            return None
        if (model, key) not in self.things:
            self.load(model, [key])
        return self.things.get((model, key))

    def load(self, model: Any, keys: Iterable[int | None]) -> None:
        """Have these objects at hand: one query for all that are not."""
        wanted = {key for key in keys if key and (model, key) not in self.things}
        if wanted:
            for key, thing in model._default_manager.in_bulk(wanted).items():
                self.things[model, key] = thing

    def found(self, model: Any, keys: Iterable[int | None]) -> dict[int, Any]:
        """Those of these objects that are there, by their key, in the order of the keys."""
        wanted = dict.fromkeys(key for key in keys if key)
        self.load(model, wanted)
        return {key: self.things[model, key] for key in wanted if (model, key) in self.things}

    def tag(self, word: str) -> Tag:
        """The keyword, made where there is none."""
        if (Tag, word) not in self.things:
            self.keep(Tag.objects.filter(name=word).first() or Tag.objects.create(name=word))
        found: Tag = self.things[Tag, word]
        return found

    def load_tags(self, words: Iterable[str]) -> None:
        """Have the keywords at hand that are there already: one query."""
        wanted = {word for word in words if (Tag, word) not in self.things}
        if wanted:
            for tag in Tag.objects.filter(name__in=wanted).order_by("-pk"):
                self.keep(tag)

    def keep(self, tag: Tag) -> None:
        """At hand by its word and by its key."""
        self.things[Tag, tag.name] = self.things[Tag, tag.pk] = tag

    @cached_property
    def search(self) -> dict[Any, Callable[[str], list[int]]]:
        return {
            Territory: self.territories_called,
            Theme: lambda text: words_of(self.themes, text),
            TargetGroup: lambda text: words_of(self.target_groups, text),
            Condition: lambda text: words_of(self.conditions, text),
            NetworkPage: lambda text: words_of(self.networks, text),
            Organization: organizations_called,
            User: people_called,
            Case: cases_called,
        }

    # --- Municipalities ---------------------------------------------------------

    @cached_property
    def places(self) -> Found:
        """By code, by name, and by name with all or part of what it lies in."""
        found: Found = defaultdict(list)
        rows = Territory.objects.municipalities().values_list(
            "pk", "code", "country_code", "search_name", "search_text", "parent_names"
        )
        for pk, code, country, name, full, parents in rows.iterator():
            state = fold(parents.split(",")[0])
            for word in {
                fold(code),
                fold(f"{country} {code}"),
                name,
                full.strip(),
                f"{name} {state}",
                f"{name} {fold(country)}",
            }:
                found[word].append(pk)
        return dict(found)

    def territories_called(self, text: str) -> list[int]:
        return self.places.get(fold(text), [])

    # --- Lists that editors keep ------------------------------------------------------

    @cached_property
    def themes(self) -> Found:
        return by_words(Theme.objects.active(), "slug", "name", "name_es", "name_pt", "name_en")

    @cached_property
    def target_groups(self) -> Found:
        return by_words(TargetGroup.objects.active(), "slug", "name", "name_pt", "name_en")

    @cached_property
    def conditions(self) -> Found:
        return by_words(Condition.objects.active(), "slug", "name", "name_pt", "name_en")

    @cached_property
    def networks(self) -> Found:
        networks = NetworkPage.objects.live()
        if self.user is not None:
            networks = networks.visible_to(self.user)
        return by_words(networks, "slug", "title")


def by_words(things: Any, *names: str) -> Found:
    known = {field.name for field in things.model._meta.get_fields()}
    found: Found = defaultdict(list)
    for pk, *words in things.values_list("pk", *(name for name in names if name in known)):
        for word in {fold(word) for word in words if word}:
            found[word].append(pk)
    return dict(found)


def words_of(found: Found, text: str) -> list[int]:
    return found.get(fold(text), [])


def organizations_called(text: str) -> list[int]:
    by_slug = Organization.objects.filter(slug=text).values_list("pk", flat=True)
    by_name = Organization.objects.filter(name__iexact=text).values_list("pk", flat=True)
    return list(by_slug) or list(by_name[: MOST_NAMED + 1])


def people_called(text: str) -> list[int]:
    """By handle: names are not unique, and nobody should be credited by mistake."""
    people = User.objects.filter(handle=text.removeprefix("@").lower(), is_active=True)
    return list(people.values_list("pk", flat=True))


def cases_called(text: str) -> list[int]:
    return list(Case.objects.published().filter(code=text.upper()).values_list("pk", flat=True))
