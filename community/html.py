"""What people may write: a small, safe subset of HTML. The only import of bleach."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bleach.linkifier import LinkifyFilter
from bleach.sanitizer import Cleaner
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from collections.abc import MutableMapping

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
