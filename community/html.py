"""What people may write: a small, safe subset of HTML. The only import of bleach.

In a text box they write light Markdown, which is also what they get back to edit.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from bleach.linkifier import LinkifyFilter
from bleach.sanitizer import Cleaner
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdownify import MarkdownConverter

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

    Attributes = MutableMapping[tuple[str | None, str], str]

TAGS = frozenset({"a", "b", "blockquote", "br", "code", "em", "i", "li", "ol", "p", "strong", "ul"})
ATTRIBUTES = {"a": ["href", "title"]}
PROTOCOLS = frozenset({"http", "https", "mailto"})
# What machines are told about a link that a visitor wrote.
RELATION = "nofollow ugc noopener"


def with_relation(attributes: Attributes, new: bool = False, /) -> Attributes:
    attributes[(None, "rel")] = RELATION
    return attributes


def clean_html(text: str) -> SafeString:
    """The text with nothing in it but paragraphs, emphasis, lists, quotes, code and links.

    Other tags go and their words stay; addresses become links. Links lead to
    the web or to a mailbox, and tell search engines not to follow. Cleaning
    twice gives the same as once.
    """
    links = partial(LinkifyFilter, callbacks=[with_relation], skip_tags={"code"})
    # A Cleaner of its own for each call: bleach's is not safe between threads.
    cleaner = Cleaner(
        tags=TAGS, attributes=ATTRIBUTES, protocols=PROTOCOLS, strip=True, filters=[links]
    )
    return SafeString(cleaner.clean(text.replace("\x00", "")))


# Headings, pictures and raw HTML are no part of what is written in a text box.
MARKDOWN = MarkdownIt("js-default", {"html": False, "breaks": True, "maxNesting": 10}).disable(
    ["heading", "lheading", "image", "table", "hr", "code", "fence", "strikethrough", "backticks"]
)
# "[](https://example.org)" says its address.
WORDLESS_LINK = re.compile(r'<a href="([^"]+)"([^>]*)>\s*</a>')


# What is saved while one writes is sent again and again, most of it as it was.
@lru_cache(maxsize=64)
def html_of(text: str) -> SafeString:
    """Clean HTML of what somebody typed in a text box, in light Markdown.

    A blank line parts paragraphs; "- " and "1. " begin lists, "> " a quote;
    **strong**, *emphasis* and [words](https://example.org) are understood.
    Everything else is taken literally. Nothing typed gives "".
    """
    rendered = MARKDOWN.render(text.replace("\x00", "").replace("\r\n", "\n"))
    rendered = WORDLESS_LINK.sub(r'<a href="\1"\2>\1</a>', rendered)
    return SafeString(clean_html(rendered.replace("<br>\n", "<br>")).strip())


TAG = re.compile(r"""<(?:"[^"]*"|'[^']*'|[^>"'])*>""")
# "@ana-perez", not the end of a mail address nor a part of a longer word.
MENTION = re.compile(r"(?<![\w@./+-])@([a-z0-9][a-z0-9-]{1,28}[a-z0-9])(?![\w-])", re.IGNORECASE)
LINKED_MENTION = re.compile(rf'<a href="[^"]*/([a-z0-9-]+)/" rel="{RELATION}">@\1</a>')


def with_mentions(html: str, addresses: Mapping[str, str]) -> SafeString:
    """The clean HTML with a link on each "@handle" that has an address, outside links and code.

    Somebody may have typed a link that looks like ours: it counts no more than its "@handle".
    """

    def link(match: re.Match[str]) -> str:
        handle = match[1].lower()
        address = addresses.get(handle)
        return f'<a href="{address}" rel="{RELATION}">@{handle}</a>' if address else match[0]

    plain = LINKED_MENTION.sub(r"@\1", html)
    linked = (MENTION.sub(link, text) if free else text for text, free in parts(plain))
    return SafeString("".join(linked))


def mentions_in(html: str) -> list[str]:
    """Handles that stand in the clean HTML after an "@", linked or not, each once, in order."""
    plain = LINKED_MENTION.sub(r"@\1", html)
    found = [m[1].lower() for text, free in parts(plain) if free for m in MENTION.finditer(text)]
    return list(dict.fromkeys(found))


def linked_mentions_in(html: str) -> set[str]:
    return set(LINKED_MENTION.findall(html))


def parts(html: str) -> list[tuple[str, bool]]:
    """Tags and texts in turn, and whether it is text that lies neither in a link nor in code."""
    found, kept, end = [], 0, 0
    for tag in TAG.finditer(html):
        found += [(html[end : tag.start()], kept == 0), (tag[0], False)]
        name = tag[0].strip("</>").split()[0]
        if name in {"a", "code"}:
            kept += -1 if tag[0].startswith("</") else 1
        end = tag.end()
    return [*found, (html[end:], kept == 0)]


class Typed(MarkdownConverter):
    """Writes HTML as one would type it."""

    class Options:
        bullets = "-"

    def convert_a(self, el: Any, text: str, parent_tags: set[str]) -> str:
        # A bare address becomes a link again by itself.
        linked = super().convert_a(el, text, parent_tags)  # type: ignore[misc]
        return text if el.get("href") == text else str(linked)

    def convert_br(self, el: object, text: str, parent_tags: set[str]) -> str:
        return "\n"


def text_of(html: str) -> str:
    """What to put in the text box for somebody to go on editing `html`: light Markdown.

    `html_of` gives the same HTML again for all that it made itself. Signs are
    escaped only where they would mean something else; a mention becomes "@handle".
    """
    html = LINKED_MENTION.sub(r"@\1", html)
    plain = str(Typed(escape_asterisks=False, escape_underscores=False).convert(html)).strip()
    if html_of(plain) == html:
        return plain
    return str(Typed(escape_misc=True).convert(html)).strip()


# Marks of pages and of what word processors put on the clipboard; who tells of "<b>" writes none.
PASTED = re.compile(r"<(?:/p|/div|/li|/table|/span|br ?/?|o:p|html|!--\[if)\b[^>]*>", re.IGNORECASE)
# What is no text of the page, with all that is in it.
UNREAD = ("style", "script", "head", "xml", "title")
# A heading, a cell or a block of a page is a paragraph here.
BLOCK = re.compile(r"<(/?)(?:h[1-6]|div|tr|table|section|article|header|footer)\b[^>]*>", re.I)
LIST_OF_WORD = re.compile(r"<p\b[^>]*MsoList[^>]*>(.*?)</p>", re.DOTALL | re.IGNORECASE)
HYPHEN = re.compile(r"^(?:\s|&nbsp;)*(?:[·•o§▪\uf0b7-]|\d+[.)])(?:\s|&nbsp;)+")


def typed_of_pasted(text: str) -> str:
    """The text as one would type it, if it is the source of a page or comes from Word; else itself.

    Styles, comments and what only machines read are gone; paragraphs, lists,
    bold, italics and links stay.
    """
    return typed_of_html(text) if PASTED.search(text) else text


def typed_of_html(text: str) -> str:
    """The words of a page or a document as one would type them: `html_of` makes them clean."""
    for name in UNREAD:
        text = without(text, f"<{name}", f"</{name}>")
    text = without(text, "<!--", "-->")
    text = TAG.sub(lambda tag: " ".join(tag[0].split()), " ".join(text.split()))
    text = LIST_OF_WORD.sub(lambda row: f"<ul><li>{HYPHEN.sub('', bare(row[1]))}</li></ul>", text)
    text = clean_html(BLOCK.sub(r"<\1p>", text).replace("&nbsp;", " "))
    typed = text_of(str(text).replace("</ul><ul>", "").replace("</ul> <ul>", ""))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+$", "", typed, flags=re.MULTILINE)).strip()


def bare(html: str) -> str:
    """What stands between the marks that only say how a list is drawn."""
    return re.sub(r"</?(?:span|o:p|font)\b[^>]*>", "", html).strip()


def without(text: str, opening: str, closing: str) -> str:
    """The text without what lies between the two, whatever it is; in time that grows with it."""
    low, kept, end = text.lower(), [], 0
    while (start := low.find(opening, end)) >= 0:
        kept.append(text[end:start])
        found = low.find(closing, start)
        if found < 0:
            return "".join(kept)
        end = found + len(closing)
    return "".join([*kept, text[end:]])
