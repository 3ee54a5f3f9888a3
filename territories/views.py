"""Pages about places. They are public and cost the same for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from territories.counts import count_of, in_words, kinds_by_country, main_kind
from territories.facts import coded_as, facts_about, with_traits
from territories.forms import MAX_CHOICES, choice_key
from territories.ground import with_stamp
from territories.models import Territory
from territories.names import counted

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PER_PAGE = 100
RESULTS_PER_PAGE = 30
MAX_NEIGHBOURS = 40


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Countries with their states; with `?q=` the municipalities that match."""
    words = request.GET.get("q", "").strip()[:100]
    if words:
        return found(request, words)
    kinds = kinds_by_country()
    places = Territory.objects.visible_to(request.user)
    states: dict[str, list[Territory]] = {}
    for state in places.states().order_by("search_name"):
        states.setdefault(state.country_code, []).append(state)
    countries = [
        {
            "country": country,
            "counts": in_words(kinds.get(country.country_code, {})),
            "states": states.get(country.country_code, []),
        }
        for country in places.countries().prefetch_related("tags").order_by("search_name")
    ]
    # Invented countries stand after the real ones.
    countries.sort(key=lambda entry: entry["country"].is_fictional)
    return render(request, "territories/index.html", {"countries": countries})


def found(request: HttpRequest, words: str) -> HttpResponse:
    matching = Territory.objects.visible_to(request.user).municipalities().matching(words)
    page = Paginator(matching, RESULTS_PER_PAGE).get_page(request.GET.get("pagina"))
    return render(request, "territories/found.html", {"words": words, "page_obj": page})


@require_safe
@cache_control(public=True, max_age=300)
def choices(request: HttpRequest) -> JsonResponse:
    """Municipalities for the chooser as JSON: `results` (key, name, parents) and `more`."""
    matching = Territory.objects.visible_to(request.user).municipalities()
    rows = list(matching.matching(request.GET.get("q", ""))[: MAX_CHOICES + 1])
    results = [
        {"key": choice_key(row), "name": row.name, "parents": row.parent_names, "label": str(row)}
        for row in rows[:MAX_CHOICES]
    ]
    return JsonResponse({"results": results, "more": len(rows) > MAX_CHOICES})


@require_safe
def country(request: HttpRequest, country: str) -> HttpResponse:
    """A country: how many parts it has and which states."""
    here = get_object_or_404(
        Territory.objects.visible_to(request.user).countries(), country_code=country.upper()
    )
    if country != country.lower():
        return redirect(here, permanent=True)
    levels = kinds_by_country(here.country_code).get(here.country_code, {})
    word = main_kind(levels.get(Territory.Level.MUNICIPALITY, {}))
    states = [
        {"state": state, "parts": counted({word: state.numchild}) if state.numchild else ""}
        for state in here.get_children().order_by("search_name")
    ]
    return render(
        request,
        "territories/country.html",
        {
            "country": here,
            "states": states,
            "counts": in_words(levels),
            "facts": facts_about(here, only_known=True),
            "crumbs": [(_("Municipalities"), reverse("territories:index")), (here.name, "")],
        },
    )


@require_safe
def territory(request: HttpRequest, country: str, code: str) -> HttpResponse:
    """A state or a municipality, by its code; other codes of it and other cases lead there."""
    places = with_traits(with_stamp(Territory.objects.visible_to(request.user)))
    here = coded_as(places, country.upper(), code)
    if here is None:
        raise Http404(_("There is no such territory."))
    if here.level == Territory.Level.PARISH:
        return HttpResponseRedirect(f"{here.get_parent().get_absolute_url()}#parishes")
    is_country = here.level == Territory.Level.COUNTRY
    if is_country or country != country.lower() or code != here.code:
        return redirect(here, permanent=True)
    around = surroundings_of(request, here)
    above = around["above"]
    crumbs = [(_("Municipalities"), reverse("territories:index"))]
    crumbs += [(place.name, place.get_absolute_url()) for place in above] + [(here.name, "")]
    context = {
        "territory": here,
        "parent": above[-1],
        "crumbs": crumbs,
        "facts": facts_about(here),
    }
    if here.level == Territory.Level.STATE:
        return state_page(request, here, context)
    return municipality_page(request, here, {**context, **around})


def surroundings_of(request: HttpRequest, here: Territory) -> dict[str, list[Territory]]:
    """What a territory lies in, `above`, from the top down. One query.

    Of a municipality also its `parishes`, the first `neighbours` that lie beside
    it and `homonyms`, those of the same name anywhere.
    """
    step, below = here.steplen, here.depth + 1
    near = Q(path__in=[here.path[:end] for end in range(step, len(here.path), step)])
    places = Territory.objects.visible_to(request.user)
    if here.level == Territory.Level.MUNICIPALITY:
        near |= Q(path__startswith=here.path, depth=below)
        near |= Q(pk__in=places.homonyms_of(here).order_by().values("pk"))
        beside = here.get_siblings().exclude(pk=here.pk).order_by("search_name", "path")
        near |= Q(pk__in=beside.values("pk")[:MAX_NEIGHBOURS])
    found = list(places.filter(near).order_by("search_name", "path"))
    parent = here.path[:-step]
    return {
        "above": sorted((p for p in found if here.path.startswith(p.path)), key=lambda p: p.depth),
        "parishes": [p for p in found if p.path.startswith(here.path)],
        "neighbours": [p for p in found if p.path.startswith(parent) and p.depth == here.depth],
        "homonyms": sorted(
            (p for p in found if p.search_name == here.search_name and p.depth == here.depth),
            key=lambda p: (p.search_text, p.path),
        ),
    }


def state_page(request: HttpRequest, here: Territory, context: dict[str, object]) -> HttpResponse:
    parts = here.get_children().order_by("search_name", "path")
    page = Paginator(parts, PER_PAGE).get_page(request.GET.get("pagina"))
    levels = kinds_by_country(here.country_code).get(here.country_code, {})
    word = main_kind(levels.get(Territory.Level.MUNICIPALITY, {}))
    parts_in_words = counted({word: here.numchild}) if here.numchild else _("Parts")
    return render(
        request,
        "territories/state.html",
        {**context, "page_obj": page, "parts": parts_in_words},
    )


def municipality_page(
    request: HttpRequest, here: Territory, context: dict[str, Any]
) -> HttpResponse:
    return render(
        request,
        "territories/municipality.html",
        {
            **context,
            "parts": count_of(context["parishes"]) if context["parishes"] else _("Parts"),
        },
    )
