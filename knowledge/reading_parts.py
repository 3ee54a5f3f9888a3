"""The page of a case in parts: what was told in words and what was told in rows, together.

Each part has its place on the page and, where there is more than a page can
carry, an address of its own with all of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from knowledge.reading_measures import measures_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django_stubs_ext import StrOrPromise

    from knowledge.reading import Reading

# Of a part that is shown as much as is read at once; of one that is not, its first sentence. All
# of either has a page of its own, which is fetched when the reader gets there.
WORDS_AND_ROWS = ((500, 12), (250, 6), (120, 4))
WORDS_TO_BEGIN = 22
# What a page may weigh on a poor line, in bytes when it is squeezed: measured, not exact.
ROOM = 5_000
OF_A_SIGN = 0.43
OF_A_ROW = 50
OF_A_HEADING = 60
OF_A_BEGINNING = 110
PARAGRAPH = re.compile(r"<(p|li)\b[^>]*>(.*?)</\1>", re.DOTALL)
END_OF_A_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[^\W\d_a-z]|[¿¡])")
# What a reader came for finds room first; the rest in the order of the page.
AT_HEART = ("problema", "solucion", "resultados", "lecciones", "componentes", "condiciones")
WHOLE = "todo"

# The texts, in the order of the record: field, place on the page, heading.
CHAPTERS: tuple[tuple[str, str, StrOrPromise], ...] = (
    ("context", "contexto", _("The municipality")),
    ("problem", "problema", _("The problem")),
    ("priorities_decision", "decision", _("How it was decided")),
    ("objectives", "objetivos", _("What was sought")),
    ("solution", "solucion", _("What was done")),
    ("novelty", "novedad", _("What is new here")),
    ("process", "proceso", _("How it went")),
    ("participation", "participacion", _("How people took part")),
    ("results", "resultados", _("Results")),
    ("unexpected", "no-esperado", _("What nobody expected")),
    ("analysis", "analisis", _("Why it went as it went")),
    ("failures", "dificultades", _("Difficulties and mistakes")),
    ("sustainability_financial", "sostenibilidad-financiera", _("Sustained by its money")),
    (
        "sustainability_institutional",
        "sostenibilidad-institucional",
        _("Sustained by the institution"),
    ),
    ("sustainability_social", "sostenibilidad-social", _("Sustained by people")),
    ("sustainability_environmental", "sostenibilidad-ambiental", _("What it does to nature")),
    ("inclusion", "inclusion", _("Gender and inclusion")),
    ("legal_basis", "base-legal", _("Powers and legal basis")),
    ("transferability_note", "transferibilidad", _("Where it fits and where it does not")),
    ("next_steps", "proximos-pasos", _("Next steps")),
)
# What is told in rows: kind, place on the page, heading.
SHELVES: tuple[tuple[str, str, StrOrPromise], ...] = (
    ("milestones", "linea-de-tiempo", _("Timeline")),
    ("actors", "actores", _("Who took part")),
    ("indicators", "indicadores", _("Before and after")),
    ("evaluations", "evaluaciones", _("Who evaluated it")),
    ("lessons", "lecciones", _("Lessons")),
    ("cost_lines", "costos", _("What it cost")),
    ("funding_sources", "fondos", _("Who paid it")),
    ("technologies", "tecnologia", _("Technology")),
    ("legal_instruments", "instrumentos", _("Legal instruments")),
    ("core_components", "componentes", _("Components")),
    ("enabling_conditions", "condiciones", _("Conditions")),
    ("steps", "pasos", _("Step by step")),
    ("support", "ofrece", _("What the municipality offers to others")),
    ("inspiration", "inspiracion", _("Where the idea came from")),
    ("attachments", "fuentes", _("Documents and sources")),
    ("contributors", "quienes", _("Who made the record")),
)
# The parts of the page: place, heading and what stands in it, in this order.
PARTS: tuple[tuple[str, StrOrPromise, tuple[str, ...]], ...] = (
    ("contexto", _("The municipality"), ("context",)),
    ("problema", _("The problem"), ("problem",)),
    ("decision", _("How it was decided"), ("priorities_decision",)),
    ("objetivos", _("What was sought"), ("objectives",)),
    ("solucion", _("What was done"), ("solution", "novelty")),
    ("proceso", _("How it went"), ("process", "milestones")),
    ("participacion", _("How people took part"), ("participation", "actors")),
    ("resultados", _("Results"), ("results", "indicators", "unexpected", "evaluations")),
    ("analisis", _("Why it went as it went"), ("analysis", "failures")),
    ("lecciones", _("Lessons"), ("lessons",)),
    (
        "sostenibilidad",
        _("What sustains it"),
        (
            "sustainability_financial",
            "sustainability_institutional",
            "sustainability_social",
            "sustainability_environmental",
        ),
    ),
    ("inclusion", _("Gender and inclusion"), ("inclusion",)),
    ("medios", _("What it took"), ("cost_lines", "funding_sources", "technologies")),
    ("base-legal", _("Powers and legal basis"), ("legal_basis", "legal_instruments")),
    ("componentes", _("Components"), ("core_components",)),
    ("condiciones", _("Conditions"), ("enabling_conditions",)),
    ("pasos", _("Step by step"), ("steps",)),
    (
        "transferibilidad",
        _("Where it fits and where it does not"),
        ("transferability_note", "support", "inspiration"),
    ),
    ("proximos-pasos", _("Next steps"), ("next_steps",)),
    ("fuentes", _("Documents and sources"), ("attachments",)),
    ("quienes", _("Who made the record"), ("contributors",)),
)
TITLES = {name: (anchor, title) for name, anchor, title in (*CHAPTERS, *SHELVES)}
SLUGS = {slug for slug, _title, _names in PARTS}


@dataclass(frozen=True)
class Block:
    """A text (`html`) or rows of one kind, with `heading` where the part does not say it already.

    `total` is how many rows there are, of which `rows` are shown; `is_cut`
    says that there is more of either.
    """

    name: str
    anchor: str
    heading: StrOrPromise
    html: str = ""
    rows: list[Any] = field(default_factory=list)
    total: int = 0
    is_cut: bool = False

    @property
    def template(self) -> str:
        return f"knowledge/rows/_{self.name}.html"


@dataclass(frozen=True)
class Part:
    """`is_begun`: only how it begins is here, because the page has no room for it."""

    slug: str
    title: StrOrPromise
    blocks: list[Block]
    is_begun: bool = False


# Rows of a reading by their kind, as their template draws them.
ROWS: dict[str, Callable[[Reading], list[Any]]] = {
    "milestones": lambda told: sorted(told.text.milestones.all(), key=lambda row: row.moment),
    "actors": lambda told: told.allies,
    "indicators": lambda told: measures_of(told),
    "evaluations": lambda told: list(told.text.evaluations.all()),
    "lessons": lambda told: list(told.text.lessons.all()),
    "cost_lines": lambda told: told.costs.lines,
    "funding_sources": lambda told: list(told.text.funding_sources.all()),
    "technologies": lambda told: list(told.text.technologies.all()),
    "legal_instruments": lambda told: list(told.text.legal_instruments.all()),
    "core_components": lambda told: list(told.text.core_components.all()),
    "enabling_conditions": lambda told: told.needs,
    "steps": lambda told: list(told.text.steps.all()),
    "support": lambda told: told.offered,
    "inspiration": lambda told: told.inspirations,
    "attachments": lambda told: told.attachments,
    "contributors": lambda told: told.credits,
}


def parts_of(told: Reading, *, whole: bool = False) -> list[Part]:
    """The parts in which something is told. `whole` leaves nothing out. No query."""
    parts = [part_of(told, slug) for slug, _title, _names in PARTS]
    parts = [part for part in parts if part.blocks]
    return parts if whole else fitted(parts)


def part_of(told: Reading, slug: str) -> Part:
    """All of one part; without blocks when nothing is told.

    Raises:
        KeyError: no part has this slug.

    """
    title, names = {each: (title, names) for each, title, names in PARTS}[slug]
    blocks = (block_of(told, slug, name, alone=len(names) == 1) for name in names)
    return Part(slug, title, [block for block in blocks if block])


def block_of(told: Reading, slug: str, name: str, *, alone: bool) -> Block | None:
    anchor, title = TITLES[name]
    heading = "" if alone or anchor == slug else title
    if name not in ROWS:
        html = getattr(told.text, name)
        return Block(name, anchor, heading, html=html) if html else None
    rows = ROWS[name](told)
    return Block(name, anchor, heading, rows=rows, total=len(rows)) if rows else None


def fitted(parts: list[Part]) -> list[Part]:
    """The parts in their order, those that find no room only begun."""
    room = ROOM - OF_A_BEGINNING * len(parts)
    shown = {}
    heart = {slug: place for place, slug in enumerate(AT_HEART)}
    for part in sorted(parts, key=lambda part: heart.get(part.slug, len(heart))):
        shown[part.slug] = widest(part, room + OF_A_BEGINNING)
        if not shown[part.slug].is_begun:
            room -= round(weight_of(shown[part.slug])) - OF_A_BEGINNING
    return [shown[part.slug] for part in parts]


def widest(part: Part, room: float) -> Part:
    """As much of a part as there is room for."""
    stretches = (cut(part, words, rows) for words, rows in WORDS_AND_ROWS)
    fitting = (stretch for stretch in stretches if weight_of(stretch) <= room)
    return next(fitting, None) or begun(part)


def begun(part: Part) -> Part:
    """Only the first sentence of its first text; of a part of rows, nothing."""
    block = part.blocks[0]
    first = replace(block, heading="", html=first_sentence(block.html), rows=[], is_cut=True)
    return replace(part, blocks=[first], is_begun=True)


def weight_of(part: Part) -> float:
    """About what it weighs when it is squeezed."""
    signs = sum(len(block.html) + sum(map(signs_of, block.rows)) for block in part.blocks)
    rows = sum(len(block.rows) for block in part.blocks)
    return signs * OF_A_SIGN + rows * OF_A_ROW + len(part.blocks) * OF_A_HEADING


def signs_of(row: Any) -> int:
    """How long what a row says is; the text of a norm stands on a page of its own."""
    held = getattr(row, "row", getattr(row, "line", row))
    told = vars(held) if hasattr(held, "__dict__") else {"": held}
    return sum(len(each) for name, each in told.items() if isinstance(each, str) and name != "text")


def cut(part: Part, words: int, rows: int) -> Part:
    """As many words of each text, and rows of each kind."""
    return replace(part, blocks=[cut_block(block, words, rows) for block in part.blocks])


def cut_block(block: Block, words: int, rows: int) -> Block:
    html = first_words(block.html, words)
    shown = block.rows[:rows]
    is_cut = html != block.html or len(shown) < block.total
    return replace(block, html=html, rows=shown, is_cut=is_cut)


def first_sentence(html: str) -> str:
    """How a text begins, in a paragraph; of a very long sentence as many words as are read."""
    paragraph = PARAGRAPH.search(html)
    text = strip_tags(paragraph[2] if paragraph else html).strip()
    sentence = Truncator(END_OF_A_SENTENCE.split(text, 1)[0]).words(WORDS_TO_BEGIN, html=True)
    return f"<p>{sentence}</p>" if text else ""


def first_words(html: str, most: int) -> str:
    """As many words of a long text; one that is not much longer than that is whole."""
    if html.count(" ") < most * 5 // 4:
        return html
    return str(Truncator(html).words(most, html=True))
