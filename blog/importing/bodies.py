"""From the body somebody wrote elsewhere, in Markdown or HTML, to the blocks of a page.

What comes out is built word by word from what is allowed; nothing of the
source's markup is ever passed through. What had to be left out is told.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup, Comment, Doctype, NavigableString, Tag
from markdown_it import MarkdownIt

from blog.importing.grids import Grid, grid_of, is_data

if TYPE_CHECKING:
    from collections.abc import Callable

# Written as blanks by accident far more often than as code.
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table").disable("code")
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LISTS = frozenset({"ul", "ol"})
BLOCKS = (
    HEADINGS
    | LISTS
    | frozenset(
        "address article aside blockquote body center dd details div dl dt fieldset figcaption"
        " figure footer form header hr html li main nav p pre section summary table tbody td"
        " tfoot th thead tr".split()
    )
)
# What a quote block cannot keep.
UNQUOTED = frozenset("a ul ol table img blockquote iframe".split())
# Goes with everything inside it.
GONE = frozenset(
    "applet area audio base basefont button canvas embed frame frameset head input link map math"
    " meta noframes noscript object optgroup option param script select source style svg template"
    " textarea title track video".split()
)
# What the paragraph block may hold, and what stands for it in other people's pages.
INLINE = {"b": "b", "strong": "b", "i": "i", "em": "i", "cite": "i"}
RAISED = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
# Signs that say nothing: broken words of a typesetter, marks of direction and order.
INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
LIGATURES = str.maketrans({"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl"})
# A hole of the program that made the source's pages: "{$fotos_html}", "<?php ... ?>".
HOLES = re.compile(r"\{\$\w+\}|<\?.*?\?>", re.DOTALL)
BLANKS = re.compile(r"\s+")
BREAKS = re.compile(r"(?:\s*<br/>\s*)+")
# Something that can be read, behind any number of tags.
WORD = re.compile(r"(?:\s|<[^>]*>)*[^\s<]")
SIGNED = re.compile(r"[”\"»’]\s*$")
LONGEST_SIGNATURE = 100
# As long as our table block lets it be.
CAPTION = 160
VIDEOS = re.compile(
    r"(?:https?:)?//(?:www\.)?(?:(?:youtube(?:-nocookie)?\.com/embed/([\w-]+))"
    r"|(?:player\.vimeo\.com/video/(\d+)))"
)
# Deeper than any text, and not as deep as Python's own stack.
DEEPEST = 60


@dataclass
class Omitted:
    """What did not come along. `images`: what each one showed, or an empty text."""

    images: list[str] = field(default_factory=list)
    embeds: list[str] = field(default_factory=list)
    links: int = 0
    holes: int = 0

    def as_json(self) -> dict[str, Any]:
        told = {
            "images": self.images,
            "embeds": self.embeds,
            "links": self.links,
            "holes": self.holes,
        }
        return {name: value for name, value in told.items() if value}


@dataclass
class Body:
    """`blocks` as pairs of type and raw value, in the order of the text."""

    blocks: list[tuple[str, Any]] = field(default_factory=list)
    omitted: Omitted = field(default_factory=Omitted)

    @property
    def text(self) -> str:
        """The first words that stand in a paragraph; empty when there is none."""
        for kind, value in self.blocks:
            if kind == "paragraph":
                return plain(value)
        return ""


def clean_text(text: str) -> str:
    """One line of text: whole letters, single blanks, nothing that cannot be seen."""
    text = INVISIBLE.sub("", unicodedata.normalize("NFC", text)).translate(LIGATURES)
    return " ".join(CONTROLS.sub("", text).split())


def escape(text: str) -> str:
    return html.escape(text, quote=False)


def plain(markup: str) -> str:
    """The words of what this module made, on one line."""
    return clean_text(html.unescape(re.sub(r"<[^>]+>", space, markup)))


def space(tag: re.Match[str]) -> str:
    return "" if re.match(r"</?[abi][ >]", tag[0]) else " "


def words_of(markup: str) -> str:
    """A title or a summary in which somebody used tags or entities: the words alone."""
    if "<" not in markup and "&" not in markup:
        return clean_text(markup)
    return clean_text(BeautifulSoup(markup, "html.parser").get_text(""))


def read_body(text: str, is_markdown: bool, address_of: Callable[[str], str]) -> Body:
    """The blocks of the text. `address_of` gives the whole address of a link, or "" for none."""
    text = CONTROLS.sub("", text.replace("\r\n", "\n").replace("\u2028", "\n"))
    markup = MARKDOWN.render(text) if is_markdown else text
    body = Body()
    markup, body.omitted.holes = HOLES.subn("", markup)
    reader = Reader(body, address_of)
    reader.read(BeautifulSoup(markup, "html.parser"))
    body.blocks = [block for nth, block in enumerate(body.blocks) if not reader.is_bare(nth)]
    return body


class Reader:
    """One passage through the tree, from the first word to the last."""

    def __init__(self, body: Body, address_of: Callable[[str], str]) -> None:
        self.body = body
        self.omitted = body.omitted
        self.address_of = address_of
        self.loose: list[str] = []
        # Headings under which nothing stood but what was left out.
        self.bared: set[int] = set()
        self.depth = 0

    def read(self, tree: Tag) -> None:
        self.walk(tree)
        self.end_paragraph()

    # --- Blocks ---------------------------------------------------------------

    def walk(self, node: Tag) -> None:
        self.depth += 1
        for child in node.children:
            if self.depth > DEEPEST or not isinstance(child, Tag):
                self.loose.append(self.inline(child))
            elif not self.leave_out(child):
                self.take(child)
        self.depth -= 1

    def take(self, tag: Tag) -> None:
        name = tag.name.lower()
        if name in BLOCKS:
            self.end_paragraph()
            self.block(name, tag)
            self.end_paragraph()
        elif holds(tag, BLOCKS):
            self.walk(tag)
        else:
            self.loose.append(self.inline(tag))

    def block(self, name: str, tag: Tag) -> None:
        if name in HEADINGS:
            self.heading(tag)
        elif name in LISTS:
            self.add_rich(self.list(tag))
        elif name == "blockquote":
            self.quote(tag)
        elif name == "table":
            self.table(tag)
        elif name == "pre":
            lines = [escape(clean_text(line)) for line in tag.get_text().splitlines()]
            self.add_rich(f"<p>{'<br/>'.join(line for line in lines if line)}</p>")
        elif name == "dt":
            self.loose += ["<b>", self.inside(tag), "</b>"]
        else:
            self.walk(tag)

    def heading(self, tag: Tag) -> None:
        text = plain(self.inside(tag))
        if text:
            self.body.blocks.append(("heading", text))

    def quote(self, tag: Tag) -> None:
        """A quote block, unless it holds what such a block cannot keep."""
        if holds(tag, UNQUOTED):
            self.walk(tag)
            return
        parts = [part for part in tag.find_all(["p", *HEADINGS]) if clean_text(part.get_text())]
        lines = [clean_text(part.get_text()) for part in parts] or [clean_text(tag.get_text())]
        signature = ""
        if len(lines) > 1 and is_signature(parts[-1], lines):
            signature = lines.pop()
        if any(lines):
            value = {"text": "\n\n".join(lines), "attribution": signature}
            self.body.blocks.append(("quote", value))

    def table(self, tag: Tag) -> None:
        """A table of data as such; one that only arranges things, as what it arranges."""
        for picture in tag.find_all(["img", "iframe", *GONE]):
            self.leave_out(picture)
            picture.extract()
        grid = grid_of(tag, clean_text)
        if not is_data(grid):
            self.walk(tag)
            return
        self.body.blocks.append(("table", grid.as_value(self.caption(grid))))

    def caption(self, grid: Grid) -> str:
        """Its own, else the heading right above it, else the names of its columns."""
        blocks = self.body.blocks
        named = grid.caption
        if not named and blocks and blocks[-1][0] == "heading" and len(blocks[-1][1]) <= CAPTION:
            named = blocks.pop()[1]
        return shortened(named or ", ".join(name for name in grid.header if name), CAPTION)

    def is_bare(self, nth: int) -> bool:
        """Whether this is a heading that announces nothing any more."""
        blocks = self.body.blocks
        is_last = nth + 1 == len(blocks) or blocks[nth + 1][0] == "heading"
        return nth in self.bared and is_last

    # --- Running text ---------------------------------------------------------

    def inside(self, tag: Tag) -> str:
        """What stands in it, as running text."""
        return "".join(self.inline(child) for child in tag.children)

    def inline(self, node: Any) -> str:
        if isinstance(node, NavigableString):
            is_text = not isinstance(node, Comment | Doctype)
            return escape(visible(str(node))) if is_text else ""
        self.depth += 1
        try:
            return self.inline_tag(node) if self.depth < DEEPEST * 2 else escape(node.get_text())
        finally:
            self.depth -= 1

    def inline_tag(self, tag: Tag) -> str:
        name = tag.name.lower()
        if self.leave_out(tag):
            return ""
        if name == "br":
            return "<br/>"
        if name in ("sup", "sub"):
            return escape(visible(tag.get_text()).translate(RAISED if name == "sup" else LOWERED))
        text = self.inside(tag)
        if name == "a":
            return self.link(tag, text)
        if name in INLINE and has_words(text):
            return f"<{INLINE[name]}>{text}</{INLINE[name]}>"
        return f" {text} " if name in BLOCKS else text

    def link(self, tag: Tag, text: str) -> str:
        given = str(tag.get("href") or "").strip()
        if not has_words(text) or not given:
            return text
        address = self.address_of(given)
        if not address:
            self.omitted.links += not given.startswith("#")
            return text
        return f'<a href="{html.escape(address)}">{text}</a>'

    def list(self, tag: Tag) -> str:
        """The list with the lists in it; an empty text when it holds no words."""
        self.depth += 1
        items = []
        for child in tag.children:
            if isinstance(child, Tag) and not self.leave_out(child):
                items.append(self.item(child))
        self.depth -= 1
        found = "".join(f"<li>{item}</li>" for item in items if has_words(item))
        return f"<{tag.name}>{found}</{tag.name}>" if found else ""

    def item(self, tag: Tag) -> str:
        """The words of a point of a list, then the lists below it."""
        text: list[str] = []
        below: list[str] = []
        for child in tag.children:
            if isinstance(child, Tag) and child.name in LISTS and self.depth < DEEPEST:
                below.append(self.list(child))
            else:
                text.append(self.inline(child))
        return tidy("".join(text)) + "".join(below)

    # --- What stays out -------------------------------------------------------

    def leave_out(self, tag: Tag) -> bool:
        """Whether nothing of this tag comes along, having noted what it was."""
        name = tag.name.lower()
        if name == "img":
            self.picture(clean_text(str(tag.get("alt") or tag.get("title") or "")))
            return True
        if name == "iframe":
            self.embed(str(tag.get("src") or ""))
            return True
        if name in GONE:
            return True
        return "display:none" in str(tag.get("style") or "").replace(" ", "").lower()

    def picture(self, shows: str) -> None:
        """A heading right above is the better name of what it showed, if it goes too."""
        self.omitted.images.append(shows)
        blocks = self.body.blocks
        if blocks and blocks[-1][0] == "heading" and not has_words("".join(self.loose)):
            self.bared.add(len(blocks) - 1)

    def embed(self, source: str) -> None:
        """A film of a place we know becomes a link to it; anything else is only told."""
        video = VIDEOS.match(source)
        if video:
            youtube, vimeo = video.groups()
            address = f"https://www.youtube.com/watch?v={youtube}"
            address = f"https://vimeo.com/{vimeo}" if vimeo else address
            self.loose.append(f'<a href="{address}">{address}</a>')
        self.omitted.embeds.append(clean_text(source)[:200])

    # --- Putting together -----------------------------------------------------

    def end_paragraph(self) -> None:
        text = tidy("".join(self.loose))
        self.loose = []
        if has_words(text):
            self.add_rich(f"<p>{text}</p>")

    def add_rich(self, markup: str) -> None:
        """Paragraphs and lists that follow each other are one block, easier to edit."""
        if not has_words(markup):
            return
        blocks = self.body.blocks
        if blocks and blocks[-1][0] == "paragraph":
            blocks[-1] = ("paragraph", blocks[-1][1] + markup)
        else:
            blocks.append(("paragraph", markup))


def holds(tag: Tag, names: frozenset[str]) -> bool:
    return any(isinstance(below, Tag) and below.name in names for below in tag.descendants)


def visible(text: str) -> str:
    """As `clean_text`, but a blank at either end stays one blank."""
    if text.isascii():
        return BLANKS.sub(" ", text)
    text = INVISIBLE.sub("", unicodedata.normalize("NFC", text)).translate(LIGATURES)
    return BLANKS.sub(" ", text)


def tidy(markup: str) -> str:
    """Without blanks and breaks at its ends and around breaks."""
    markup = BLANKS.sub(" ", markup).strip()
    if "<br/>" in markup:
        markup = BREAKS.sub("<br/>", markup)
        return markup.removeprefix("<br/>").removesuffix("<br/>")
    return markup


def has_words(markup: str) -> bool:
    return bool(WORD.match(markup))


def is_signature(last: Tag, lines: list[str]) -> bool:
    """Whether the last line of a quote says who said it."""
    if "pull-right" in (last.get("class") or ()):
        return True
    return len(lines[-1]) <= LONGEST_SIGNATURE and bool(SIGNED.search(lines[-2]))


def shortened(text: str, limit: int) -> str:
    """The text, or its beginning up to a whole word and an ellipsis."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:.")
    return f"{cut}…"
