"""A newer version of what a transfer repeats: what taking it over would change in its plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from knowledge.actions.transfer_versions import needs_reason, says, told_by_version
from knowledge.kinds import Adaptability, Direction, Weight
from knowledge.reading import read_kept

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from knowledge.models import CaseVersion, Transfer


KINDS = {
    "fit_answers": _("condition"),
    "adaptations": _("component"),
    "indicators": _("indicator"),
}
# What the origin says in one of a few words.
CHOSEN = {"weight": Weight, "adaptability": Adaptability, "direction": Direction}


@dataclass(frozen=True)
class Named:
    """Something of the plan: its name, and what kind of thing it is."""

    name: str
    kind: StrOrPromise

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Reworded(Named):
    """Of what has other words now: `name` is how the plan says it, `now` how the origin does.

    With `stays` the plan goes on as it was: figures were noted under those words.
    """

    now: str
    stays: bool


@dataclass
class Renewal:
    """The newest version, and what would come, stay, change or go with it."""

    version: CaseVersion
    new: list[Named] = field(default_factory=list)
    kept: list[Named] = field(default_factory=list)
    gone: list[Named] = field(default_factory=list)
    asked_again: list[Named] = field(default_factory=list)
    reworded: list[Reworded] = field(default_factory=list)

    @property
    def is_same(self) -> bool:
        return not (self.new or self.kept or self.gone or self.asked_again or self.reworded)


def renewal_of(transfer: Transfer) -> Renewal | None:
    """None where it stands on the newest version, or what it repeats cannot be read."""
    case = transfer.origin_case
    version = case.versions.first()
    if version is None or version.pk == transfer.origin_version_id or not case.live:
        return None
    found = Renewal(version)
    for relation, told in told_by_version(read_kept(case, version)).items():
        kind = KINDS[relation]
        known = {row.origin_key: row for row in getattr(transfer, relation).all() if row.origin_key}
        found.new += [
            Named(name_in(words), kind) for key, words in told.items() if key not in known
        ]
        found.reworded += [
            reworded(row, relation, told[key])
            for key, row in known.items()
            if key in told and differing(row, told[key])
        ]
        for key, row in known.items():
            if key not in told:
                (found.kept if says(row, relation) else found.gone).append(Named(str(row), kind))
            elif relation == "adaptations" and needs_reason(
                told[key]["adaptability"], row.change, row.reason
            ):
                found.asked_again.append(Named(str(row), kind))
    return found


def differing(row: Any, words: dict[str, Any]) -> list[str]:
    """What of it the origin says otherwise now."""
    return [name for name, value in words.items() if getattr(row, name) != value]


def reworded(row: Any, relation: str, words: dict[str, Any]) -> Reworded:
    others = [name for name in differing(row, words) if name not in NAMING]
    return Reworded(
        name=in_words(str(row), {name: getattr(row, name) for name in others}),
        kind=KINDS[relation],
        now=in_words(name_in(words), {name: words[name] for name in others}),
        stays=relation == "indicators" and says(row, relation),
    )


def in_words(name: str, facts: dict[str, Any]) -> str:
    """The name, and in brackets what else differs."""
    told = [
        str(dict(CHOSEN[each].choices).get(value, value)) if each in CHOSEN else value
        for each, value in facts.items()
    ]
    return f"{name} ({', '.join(filter(None, told))})" if any(told) else name


NAMING = ("condition", "component", "name")


def name_in(words: dict[str, str]) -> str:
    return words.get("condition") or words.get("component") or words.get("name") or ""
