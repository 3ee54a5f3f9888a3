"""The addresses that published pages lead to, and which of them no longer answer."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Site

from networks.models import LinkCheck
from networks.models.links import LONGEST_LINK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from networks.models import LinkCheckQuerySet, NetworkPage

HREF = re.compile(r"""href=["'](https?://[^"'\s<>]+)["']""", re.IGNORECASE)
WHOLE = re.compile(r"https?://[^\s\"'<>]+")


def broken_links(network: NetworkPage) -> LinkCheckQuerySet:
    """Links of the network's published pages that do not answer, the longest so first.

    Each with its `page`. A query for who coordinates it; ask for nobody else.
    """
    checks: LinkCheckQuerySet = LinkCheck.objects.broken().under(network)
    return checks.select_related("page").order_by("since", "pk")


def links_of(page: Any) -> set[str]:
    """The addresses of other sites in all fields of a page, its blocks and rows included."""
    ours = hosts_of_ours()
    found = set(addresses_in(page.serializable_data()))
    return {
        each
        for each in found
        if len(each) <= LONGEST_LINK and (host := host_of(each)) and host not in ours
    }


def addresses_in(value: Any) -> Iterator[str]:
    """What begins like an address, or is linked in a text; blocks come as JSON in a string."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from addresses_in(each)
    elif isinstance(value, str):
        if WHOLE.fullmatch(value):
            yield value
        elif value.startswith(("[", "{")) and (told := as_json(value)) is not None:
            yield from addresses_in(told)
        else:
            yield from (html.unescape(each) for each in HREF.findall(value))


def as_json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def host_of(url: str) -> str:
    """The host in small letters; "" where there is none, or no number can be its port."""
    try:
        parts = urlsplit(url)
        return (parts.hostname or "") if parts.port != 0 else ""
    except ValueError:
        return ""


def hosts_of_ours() -> set[str]:
    """What this site is called: its own pages are not asked."""
    sites = set(Site.objects.values_list("hostname", flat=True))
    return {host_of(settings.WAGTAILADMIN_BASE_URL), *sites}
