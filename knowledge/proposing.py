"""What on this site may help with a need, and why: found by theme, words and means.

Nothing is proposed without its reasons. The same need and the same content give
the same proposals in the same order. What is closed to visitors is never
proposed: the proposals of a need are read by everybody who reads the need.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.utils.translation import override
from wagtail.search.backends import get_search_backend
from wagtail.search.query import PlainText

from community.models import PageTheme, Specialist, User
from knowledge.models import Case, CaseTheme, SolutionPage, Transfer
from knowledge.need_kinds import Means, ProposalKind, Why
from territories.comparing import nearest
from territories.likeness_words import reasons
from territories.names import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from knowledge.models import Need
    from territories.models import Territory

# How many of each kind, the best first.
MOST = {
    ProposalKind.CASE: 6,
    ProposalKind.SOLUTION: 4,
    ProposalKind.PLACE: 4,
    ProposalKind.PERSON: 4,
}
# What each reason counts. Words come with how well they match, from 0 to this.
WEIGHTS: Mapping[str, float] = {
    Why.THEME: 3.0,
    Why.NEAR_THEME: 1.5,
    Why.WORDS: 4.0,
    Why.MEANS: 0.5,
    Why.COUNTRY: 0.5,
    Why.EVIDENCE: 0.5,
    Why.ALIKE: 1.0,
    Why.REPEATED: 1.0,
}
# Of places, those too little is known of to be compared stand behind all that are alike.
NOT_ALIKE = -10.0
# Themes and words say that it is about the same; the rest only which is better.
TELLING = {Why.THEME, Why.NEAR_THEME, Why.WORDS}
# A title says what it is about in these; more would ask the index for very many sets.
MOST_WORDS = 7
# With so many, two of them may stand in any text.
LONG_TITLE = 5
# Of what the words find, that many count; of all that may help, that many are weighed.
MOST_HITS = 40
MOST_WEIGHED = 300
# The rung of evidence from which on results were measured.
MEASURED = 3
YES_OR_NO = models.BooleanField()
OF_A_CASE = ("title", "cost_band", "evidence_level", "lead_municipality", "last_published_at")
WORD = re.compile(r"[^\W\d_]{4,}")
# In titles of needs these say nothing of what they are about.
SAY_NOTHING = frozenset(
    "como para pero porque cuando donde desde hasta entre sobre contra segun mejor mejorar lograr"
    " hacer tener poder queremos necesitamos necesita municipio municipal municipales alcaldia"
    " pueda puedan puede pueden queda quede sean otro otra otros otras antes despues mientras"
    " ciudad pueblo localidad comunidad todos todas toda todo cada este esta estos estas nuestro"
    " nuestra nuestros nuestras saber quedo hecho hecha anterior anteriores nuevo nueva nuevos"
    " nuevas anos dias meses semanas tiempo lugar lugares muchos muchas mucho poco pocos mais"
    " prefeitura nosso nossa cidade queremos precisamos melhorar fazer quando onde sem cada".split()
)


class Likeness(NamedTuple):
    """How like another municipality is, from 0 to 1, and why, in the words of each language."""

    degree: float
    words: Mapping[str, str]


@dataclass
class Found:
    """Something that may help: `thing` is a case, a solution, a person or, with `case`, a place.

    With `transfer` the place did not tell the case but repeated it.
    """

    kind: ProposalKind
    thing: Any
    score: float = 0.0
    reasons: list[Why] = field(default_factory=list)
    case: Any = None
    transfer: Any = None
    likeness: Mapping[str, str] = field(default_factory=dict)

    def add(self, why: Why, part: float = 1.0) -> None:
        self.reasons.append(why)
        self.score += WEIGHTS[why] * part

    @property
    def key(self) -> tuple[str, int]:
        """As that of the proposal that keeps it."""
        return str(self.kind), self.thing.pk

    @property
    def is_about_it(self) -> bool:
        return bool(TELLING.intersection(self.reasons))


def find_for(need: Need) -> list[Found]:
    """What is proposed for it, of each kind the best first. As many queries whatever there is."""
    cases = cases_for(need)
    places = places_for(need, cases)
    return [
        *best(cases, ProposalKind.CASE),
        *best(solutions_for(need), ProposalKind.SOLUTION),
        *best(places, ProposalKind.PLACE),
        *best(people_for(need), ProposalKind.PERSON),
    ]


def best(found: Iterable[Found], kind: ProposalKind) -> list[Found]:
    about = [each for each in found if each.is_about_it]
    return sorted(about, key=lambda each: (-each.score, each.thing.pk))[: MOST[kind]]


# --- By words ----------------------------------------------------------------------


def telling_words(title: str) -> list[str]:
    """The words of a title that say what it is about, in order, each once."""
    words = [word for word in WORD.findall(title) if fold(word) not in SAY_NOTHING]
    return list(dict.fromkeys(words))[:MOST_WORDS]


def question_of(title: str) -> Any:
    """What to ask the index: at least two of the words that tell, three of a long title.

    The one, if there is one; None where no word tells anything.
    """
    words = telling_words(title)
    if not words:
        return None
    together = min(len(words), 3 if len(words) >= LONG_TITLE else 2)
    sets = [PlainText(" ".join(some), operator="and") for some in combinations(words, together)]
    asked: Any = sets[0]
    for each in sets[1:]:
        asked = asked | each
    return asked


def hits(rows: Any, title: str) -> dict[int, float]:
    """How well each of the rows that the words find matches: from 0 to 1, the best is 1."""
    asked = question_of(title)
    if asked is None:
        return {}
    things = list(get_search_backend().search(asked, rows).annotate_score("matched")[:MOST_HITS])
    scores = {thing.pk: thing.matched for thing in things}
    most = max((score for score in scores.values() if score), default=None)
    # Without an index the database answers, which knows no scores.
    return {pk: (score or 0) / most if most else 0.5 for pk, score in scores.items()}


# --- By theme ------------------------------------------------------------------------


def nearness(need: Need, rows: Any, owner: str) -> Any:
    """2 where a row of the query around is about the theme of the need, 1 about one close to it.

    `rows` link things, in their column `owner`, to themes. Close are the theme it
    lies under and those that lie under the same one.
    """
    own, above = need.theme_id, need.theme.parent_id or need.theme_id
    links = rows.filter(**{owner: OuterRef("pk")}).order_by()
    same = Exists(links.filter(Q(theme=own) | Q(theme__parent=own)))
    close = Exists(links.filter(Q(theme=above) | Q(theme__parent=above)))
    return models.Case(
        models.When(same, then=Value(2)),
        models.When(close, then=Value(1)),
        default=Value(0),
        output_field=models.IntegerField(),
    )


def weighed(rows: Any, matched: Mapping[int, float]) -> Any:
    """Those near in theme or found by words, some hundred at most: the most promising."""
    rows = rows.annotate(is_found=models.ExpressionWrapper(Q(pk__in=matched), YES_OR_NO))
    about = rows.filter(Q(near__gt=0) | Q(is_found=True))
    return about.order_by("-is_found", "-near", "-last_published_at", "-pk")[:MOST_WEIGHED]


def add_theme(found: Found, near: int) -> None:
    if near:
        found.add(Why.THEME if near == 2 else Why.NEAR_THEME)


# --- Each kind -------------------------------------------------------------------------


def cases_for(need: Need) -> list[Found]:
    """Published cases of other municipalities. Two queries and those of the index."""
    cases: Any = Case.objects.visible_to(AnonymousUser()).exclude(lead_municipality=need.place_id)
    matched = hits(cases, need.title)
    near = nearness(need, CaseTheme.objects.all(), "case")
    rows = weighed(cases.annotate(near=near), matched).select_related("lead_municipality")
    found = []
    for case in rows.only(*OF_A_CASE):
        one = Found(ProposalKind.CASE, case, case=case)
        add_theme(one, case.near)
        if case.pk in matched:
            one.add(Why.WORDS, matched[case.pk])
        if is_within(case.cost_band, need.means_band):
            one.add(Why.MEANS)
        town = case.lead_municipality
        if town is not None and town.country_code == need.place.country_code:
            one.add(Why.COUNTRY)
        if case.evidence_level >= MEASURED:
            one.add(Why.EVIDENCE)
        found.append(one)
    return found


def solutions_for(need: Need) -> list[Found]:
    """Published solutions that visitors may open. Two queries and those of the index."""
    pages: Any = SolutionPage.objects.live().visible_to(AnonymousUser())
    matched = hits(pages, need.title)
    near = nearness(need, PageTheme.objects.all(), "page")
    found = []
    for page in weighed(pages.annotate(near=near), matched):
        one = Found(ProposalKind.SOLUTION, page)
        add_theme(one, page.near)
        if page.pk in matched:
            one.add(Why.WORDS, matched[page.pk])
        if is_within(page.cost_band, need.means_band):
            one.add(Why.MEANS)
        found.append(one)
    return found


def people_for(need: Need) -> list[Found]:
    """Specialists of the theme who stand in the directory. One query."""
    links = Specialist.themes.through.objects.all()
    listed = User.objects.listed().filter(is_active=True, specialty__isnull=False)
    near = nearness(need, links, "specialist__person")
    found = []
    for person in listed.annotate(near=near).filter(near__gt=0).exclude(pk=need.posted_by_id or 0):
        one = Found(ProposalKind.PERSON, person)
        add_theme(one, person.near)
        found.append(one)
    return found


def places_for(need: Need, cases: list[Found]) -> list[Found]:
    """Municipalities that did it, each with the best of what it did or repeated about this.

    Of those that repeated it, all with results; of those that told it, only those like the
    one that asks: what they told is proposed anyway. Two queries.
    """
    about = [each for each in cases if each.is_about_it]
    done = [*tellers(about), *repeaters(need, about)]
    like = alike(need.place, {each.thing.pk for each in done}) if done else {}
    of_place: dict[int, Found] = {}
    for one in sorted(done, key=lambda one: (-one.score, one.thing.pk, one.case.pk)):
        key = one.thing.pk
        if key in of_place or not (key in like or one.transfer):
            continue
        if key in like:
            one.add(Why.ALIKE, like[key].degree)
            one.likeness = like[key].words
        else:
            one.score += NOT_ALIKE
        of_place[key] = one
    return list(of_place.values())


def tellers(about: Iterable[Found]) -> list[Found]:
    return [
        Found(ProposalKind.PLACE, place, each.score, list(each.reasons), each.thing)
        for each in about
        if (place := each.thing.lead_municipality) is not None
    ]


def repeaters(need: Need, about: Iterable[Found]) -> list[Found]:
    """Of the transfers that everybody may read and that have results. One query."""
    by_case = {each.thing.pk: each for each in about}
    rows = Transfer.objects.proving().filter(origin_case__in=by_case, place__isnull=False)
    found = []
    for transfer in (
        rows.exclude(place=need.place_id)
        .select_related("place")
        .order_by("-stage_since", "-pk")[:MOST_WEIGHED]
    ):
        of = by_case[transfer.origin_case_id]
        one = Found(ProposalKind.PLACE, transfer.place, of.score, list(of.reasons), of.thing)
        one.transfer = transfer
        one.add(Why.REPEATED)
        found.append(one)
    return found


def alike(place: Territory, among: Collection[int]) -> dict[int, Likeness]:
    """Of the municipalities with these keys those comparable to this one, the nearest alone.

    As `territories.comparing` finds them; none where too little is known of it.
    """
    found = nearest(place, limit=MOST[ProposalKind.PLACE], among=among)
    if found.here is None:
        return {}
    return {
        peer.pk: Likeness(
            peer.likeness_percent / 100,
            in_each_language(partial(reasons, found.here, peer.there, found.weights)),
        )
        for peer in found.peers
    }


def in_each_language(say: Callable[[], str]) -> dict[str, str]:
    """What is said, by the code of the language: it is read by others than who posted the need."""
    told = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            told[code] = str(say())
    return told


def is_within(cost_band: str, means_band: str) -> bool:
    """Whether what it cost is at most what the municipality has; False where one is not known."""
    order = [each.value for each in Means if each != Means.UNKNOWN]
    if cost_band not in order or means_band not in order:
        return False
    return order.index(cost_band) <= order.index(means_band)
