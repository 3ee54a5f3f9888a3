"""What a case would take in the reader's municipality, and the peers that repeated it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from knowledge.alike import with_reasons, without_rank
from knowledge.assuming import WORK, Growth, read_assumptions
from knowledge.feasibility import feasibility_of
from knowledge.forms.own_place import OwnPlaceForm
from knowledge.lookup import case_for, moved
from knowledge.money import DOLLAR
from knowledge.permissions_of_places import can_enter_figures
from knowledge.prices import Prices, carrier, money_of
from knowledge.reading import read_kept
from knowledge.repeated import currencies_of, paid_by_adopters, times_of_adopters, transfers_seen
from knowledge.weighing import read_weights
from territories.comparing import nearest
from territories.facts import dated
from territories.likeness_words import listed

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from knowledge.models import Case
    from knowledge.reading import Reading
    from territories.models import Territory


def published(request: HttpRequest, reference: str) -> tuple[Case, Reading]:
    """The case as everybody reads it. Two queries.

    Raises:
        Http404: there is none, or nobody may read it yet.

    """
    case = case_for(request, reference, with_people=False)
    newest = case.versions.order_by("-number").first() if case.live else None
    if newest is None:
        raise Http404
    return case, read_kept(case, newest, case.lead_municipality)


def own_place(request: HttpRequest) -> tuple[OwnPlaceForm, Territory | None]:
    """The municipality the reader asks about: the one chosen, else the one they work for."""
    form = OwnPlaceForm.read(request.GET, request.user)
    return form, form.place


@require_safe
def feasibility(request: HttpRequest, reference: str) -> HttpResponse:
    """Costs, work and time of a case, for the municipality of the reader. All in the address."""
    case, told = published(request, reference)
    elsewhere = moved(request, case, reference)
    if elsewhere:
        return elsewhere
    form, place = own_place(request)
    lines = [priced.line for priced in told.costs.lines]
    people = told.text.population or (told.municipality.population if told.municipality else None)
    assumed = read_assumptions(request.GET, place, lines, people)
    there = told.municipality.country_code if told.municipality else ""
    own = currency_of(place)
    transfers = transfers_seen(case, request.user)
    used = {line.currency for line in lines} | currencies_of(transfers) | {own}
    prices = Prices.read(there, used)
    carry = carrier(prices, there, assumed.rise, timezone.localdate().year)
    rate = prices.rate_for(own)
    result = feasibility_of(told.costs, told.text.staff_months, assumed, carry, rate)
    context: dict[str, Any] = {
        "case": case,
        "told": told,
        "form": form,
        "place": place,
        "assumed": assumed,
        "result": result,
        "growths": Growth,
        "work_mark": WORK,
        "own_currency": own,
        "until": prices.until,
        "people_from": dated(place.population_year, place.population_source) if place else "",
        "budget_from": dated(place.budget_year, place.budget_source) if place else "",
        "paid": paid_by_adopters(transfers, prices.rates),
        "months": times_of_adopters(transfers),
        "may_enter": place is not None and can_enter_figures(request.user, place),
    }
    response = render(request, "knowledge/places/feasibility.html", context)
    patch_vary_headers(response, ["Cookie"])
    return response


def currency_of(place: Territory | None) -> str:
    """What is paid with in its country, the dollar where that is used too; empty for an invented
    country.
    """
    used = money_of(place.country_code) if place else []
    return DOLLAR if DOLLAR in used else next(iter(used), "")


@require_safe
def alike(request: HttpRequest, reference: str) -> HttpResponse:
    """Who repeated a case, and its origin, by how alike they are to the reader's municipality."""
    case, told = published(request, reference)
    elsewhere = moved(request, case, reference)
    if elsewhere:
        return elsewhere
    form, place = own_place(request)
    weighing = read_weights(request.GET)
    transfers = transfers_seen(case, request.user)
    by_place: dict[int, list[Any]] = {}
    for transfer in transfers:
        if transfer.place_id:
            by_place.setdefault(transfer.place_id, []).append(transfer)
    context: dict[str, Any] = {
        "case": case,
        "told": told,
        "form": form,
        "place": place,
        "weighing": weighing,
        "transfers": transfers,
    }
    if place is not None:
        among = {*by_place, case.lead_municipality_id or 0}
        compared = nearest(place, limit=len(among), weights=weighing.weights, among=among)
        shown = {peer.pk for peer in [*compared.peers, *compared.left_out]} | {place.pk}
        context |= {
            "comparison": compared,
            "rows": rows_of(with_reasons(compared), by_place, case),
            "left_out": rows_of(without_rank(compared), by_place, case),
            # Without a municipality, or of a country that is not compared with this one.
            "others": [each for each in transfers if each.place_id not in shown],
            "own": by_place.get(place.pk, []),
            "lacking": listed(compared.lacking),
        }
    response = render(request, "knowledge/places/case_alike.html", context)
    patch_vary_headers(response, ["Cookie"])
    return response


def rows_of(rows: list[Any], by_place: dict[int, list[Any]], case: Case) -> list[dict[str, Any]]:
    """Each with what it repeated, and whether it is the origin."""
    return [
        {
            "row": row,
            "transfers": by_place.get(row.peer.pk, []),
            "is_origin": row.peer.pk == case.lead_municipality_id,
        }
        for row in rows
    ]
