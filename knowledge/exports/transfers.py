"""The transfers of a case as open data: what everybody may read of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from knowledge.teaching import Changes, changes_of, components_of, rows_of, stops_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from knowledge.models import TransferIndicator
    from knowledge.replication import Branch, Tree

FIGURES = ("baseline", "baseline_year", "result", "result_year", "target")


def table_of(tree: Tree, absolute: Callable[[str], str]) -> Iterator[list[Any]]:
    """A heading, then a line for each transfer of the tree. One query."""
    yield [
        *(_("Transfer"), _("Municipality"), _("Lies in"), _("Learned from"), _("Relation")),
        *(_("Stage"), _("Why it stopped"), _("Begun on"), _("Components changed")),
        *(_("Left out"), pgettext("component", "Added"), _("Own record"), _("Address")),
    ]
    changes = changes_of(tree.branches)
    for branch in tree.branches:
        made = changes.get(branch.pk, Changes())
        yield [
            *(branch.pk, branch.name, branch.parents, branch.parent.pk if branch.parent else ""),
            *(branch.relation_label, branch.stage_label, branch.reason_label),
            branch.began_on.isoformat(),
            *("; ".join(some) for some in (made.changed, made.dropped, made.added)),
            *(branch.case_reference, absolute(address_of(branch))),
        ]


def address_of(branch: Branch) -> str:
    return reverse("transfers:transfer", args=[branch.pk])


def record_of_transfers(tree: Tree, absolute: Callable[[str], str]) -> dict[str, Any]:
    """The tree, its results, what was adapted and why some stopped, under Spanish names.

    Three queries.
    """
    changes = changes_of(tree.branches)
    measured: dict[int, list[dict[str, Any]]] = {}
    for row in rows_of(each.pk for each in tree.branches):
        measured.setdefault(row.transfer_id, []).append(told_indicator(row))
    return {
        "experiencia": tree.case.reference,
        "direccion": absolute(tree.case.get_absolute_url()),
        "replicas": [
            told_branch(each, changes.get(each.pk, Changes()), measured.get(each.pk, []), absolute)
            for each in tree.branches
        ],
        "componentes": [
            {
                "componente": each.name,
                "adaptabilidad": each.adaptability,
                "respuestas": dict(each.numbers),
            }
            for each in components_of(tree.direct)
        ],
        "detenidas": {each.value: each.number for each in stops_of(tree.branches)},
    }


def told_branch(
    branch: Branch,
    made: Changes,
    measured: list[dict[str, Any]],
    absolute: Callable[[str], str],
) -> dict[str, Any]:
    return {
        "id": branch.pk,
        "municipio": branch.name,
        "dentro_de": branch.parents,
        "aprendio_de": branch.parent.pk if branch.parent else None,
        "relacion": branch.relation,
        "etapa": branch.stage,
        "motivo": branch.stop_reason or None,
        "inicio": branch.began_on,
        "cambio": made.changed,
        "quito": made.dropped,
        "agrego": made.added,
        "indicadores": measured,
        "ficha_propia": branch.case_reference or None,
        "direccion": absolute(address_of(branch)),
    }


def told_indicator(row: TransferIndicator) -> dict[str, Any]:
    return {
        "indicador": row.name,
        "unidad": row.unit,
        "del_origen": str(row.origin_key) if row.origin_key else None,
        **dict(
            zip(
                ("antes", "anio_antes", "despues", "anio_despues", "meta"),
                (getattr(row, name) for name in FIGURES),
                strict=True,
            )
        ),
        "fuente": row.source,
    }
