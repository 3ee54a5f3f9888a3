"""In what two municipalities are alike and in what not, said in words."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from territories.comparing import heaviest
from territories.ground import MEASURED, Aspect

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django_stubs_ext import StrOrPromise

    from territories.ground import Known

# Up to half as much again is alike, more than three times is much; of a share, ten and
# thirty points of a hundred.
ALIKE = {aspect: log(1.5) for aspect in MEASURED} | {Aspect.RURAL: 10.0}
MUCH = {aspect: log(3) for aspect in MEASURED} | {Aspect.RURAL: 30.0}

# What is said of the other: much less, less, more, much more.
DIFFERENT: dict[Aspect, tuple[StrOrPromise, ...]] = {
    Aspect.POPULATION: (
        gettext_lazy("with far fewer inhabitants"),
        gettext_lazy("with fewer inhabitants"),
        gettext_lazy("with more inhabitants"),
        gettext_lazy("with far more inhabitants"),
    ),
    Aspect.BUDGET: (
        gettext_lazy("with far less budget per inhabitant"),
        gettext_lazy("with less budget per inhabitant"),
        gettext_lazy("with more budget per inhabitant"),
        gettext_lazy("with far more budget per inhabitant"),
    ),
    Aspect.RURAL: (
        gettext_lazy("far less rural"),
        gettext_lazy("less rural"),
        gettext_lazy("more rural"),
        gettext_lazy("far more rural"),
    ),
    Aspect.DENSITY: (
        gettext_lazy("far less dense"),
        gettext_lazy("less dense"),
        gettext_lazy("denser"),
        gettext_lazy("far denser"),
    ),
}


def short_name(aspect: Aspect) -> str:
    """What it is called after “alike in”."""
    if aspect == Aspect.BUDGET:
        return pgettext("alike in", "budget")
    return str(aspect.label)


def listed(aspects: Iterable[Aspect]) -> str:
    """As in “own budget per inhabitant, rural share and traits”."""
    return get_text_list([str(aspect.label) for aspect in aspects], _("and"))


def reasons(here: Known, there: Known, weights: Mapping[Aspect, int]) -> str:
    """Why it stands where it stands: “Alike in population and budget; more rural”.

    Only what weighs something and both have; the heaviest first.
    """
    shared = [each for each in heaviest(weights) if here.knows(each) and there.knows(each)]
    alike, different = [], []
    for aspect in shared:
        if aspect in MEASURED:
            word = difference(here, there, aspect)
            if word:
                different.append(str(word))
            else:
                alike.append(short_name(aspect))
    told = [_("alike in %(what)s") % {"what": get_text_list(alike, _("and"))}] if alike else []
    told += different
    if Aspect.COUNTRY in shared:
        same = here.country_code == there.country_code
        told.append(_("of the same country") if same else _("of another country"))
    if Aspect.TAGS in shared:
        told.append(traits(here, there))
    return capfirst("; ".join(told))


def difference(here: Known, there: Known, aspect: Aspect) -> StrOrPromise:
    """How the other differs; empty where it does not."""
    mine, theirs = here.measure(aspect), there.measure(aspect)
    if mine is None or theirs is None or abs(theirs - mine) <= ALIKE[aspect]:
        return ""
    is_much = abs(theirs - mine) > MUCH[aspect]
    if theirs < mine:
        return DIFFERENT[aspect][0 if is_much else 1]
    return DIFFERENT[aspect][3 if is_much else 2]


def traits(here: Known, there: Known) -> str:
    both = sorted(here.tags & there.tags)
    if not both:
        return _("with other traits")
    return _("both: %(traits)s") % {"traits": ", ".join(both)}
