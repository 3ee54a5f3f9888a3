"""A newer version of what a transfer repeats: what taking it over would change in its plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from knowledge.actions.transfer_versions import needs_reason, says, told_by_version
from knowledge.reading import read_kept

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from knowledge.models import CaseVersion, Transfer


KINDS = {
    "fit_answers": _("condition"),
    "adaptations": _("component"),
    "indicators": _("indicator"),
}


@dataclass(frozen=True)
class Named:
    """Something of the plan: its name, and what kind of thing it is."""

    name: str
    kind: StrOrPromise

    def __str__(self) -> str:
        return self.name


@dataclass
class Renewal:
    """The newest version, and what would come, stay or go with it."""

    version: CaseVersion
    new: list[Named] = field(default_factory=list)
    kept: list[Named] = field(default_factory=list)
    gone: list[Named] = field(default_factory=list)
    asked_again: list[Named] = field(default_factory=list)


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
        for key, row in known.items():
            if key not in told:
                (found.kept if says(row, relation) else found.gone).append(Named(str(row), kind))
            elif relation == "adaptations" and needs_reason(
                told[key]["adaptability"], row.change, row.reason
            ):
                found.asked_again.append(Named(str(row), kind))
    return found


def name_in(words: dict[str, str]) -> str:
    return words.get("condition") or words.get("component") or words.get("name") or ""
