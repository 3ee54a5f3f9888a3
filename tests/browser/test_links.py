"""No link of the public site leads nowhere, and every page is small enough for a poor line."""

import gzip
import re
import urllib.error
import urllib.request
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

pytestmark = pytest.mark.browser

LINK = re.compile(r"""<(?:a|link|form|img|script)\b[^>]*?\s(?:href|src|action)=["']([^"']+)["']""")
# Lists of hundreds of the same kind of page, and choices of filters: a few stand for all.
ALIKE = "baldosas|municipios|moderacion|seguir|organizaciones|comentarios|personas"
MANY = re.compile(
    rf"^/((?:pt/|en/)?(?:municipios/[a-z]{{2}}/|(?:{ALIKE})/|experiencias/[A-Z-]+|[^?]*\?))"
)
OF_MANY = 6
# The pages in other languages have the templates of those in Spanish.
TRANSLATED, OF_A_LANGUAGE = ("/pt/", "/en/"), 25
# All of a record, and all that changed in a part of it, are as long as they are; who asks knows.
WHOLE = re.compile(r"/ver/todo/$|/versiones/comparar/.*[?&]parte=")
AT_MOST = 1_000
BYTES = 60_000
BYTES_GZIPPED = 12_000


class StayHere(urllib.request.HTTPRedirectHandler):
    """Follows no redirect to another host: what stands there is not ours."""

    def redirect_request(self, request, file, code, message, headers, newurl):
        if urlsplit(newurl).netloc == urlsplit(request.full_url).netloc:
            return super().redirect_request(request, file, code, message, headers, newurl)
        return None


OPENER = urllib.request.build_opener(StayHere)


def fetch(url):
    try:
        with OPENER.open(url, timeout=20) as response:
            return response.status, response.headers.get_content_type(), response.read()
    except urllib.error.HTTPError as error:
        return error.code, "", b""


def is_one_too_many(target, seen):
    """Counts it in `seen`, by the group it belongs to and by its language if that is another."""
    group, language = MANY.match(target), target[:4] if target[:4] in TRANSLATED else ""
    counted = [(group[1], OF_MANY)] if group else []
    counted += [(language, OF_A_LANGUAGE)] if language else []
    for name, most in counted:
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > most:
            return True
    return False


def walk(site):
    """Every address reached from the home page by its links: address, status, kind, body, from."""
    waiting, known, of_many = [("/", "")], {"/"}, {}
    while waiting:
        address, origin = waiting.pop(0)
        status, kind, body = fetch(site.url + address)
        yield address, status, kind, body, origin
        if kind != "text/html":
            continue
        for href in LINK.findall(body.decode()):
            url = urldefrag(urljoin(site.url + address, unescape(href)))[0]
            target = url.removeprefix(site.url)
            if not url.startswith(site.url + "/") or target in known or len(known) == AT_MOST:
                continue
            if is_one_too_many(target, of_many):
                continue
            known.add(target)
            waiting.append((target, address))


def test_every_link_leads_somewhere_and_every_page_is_small(site):
    visited, broken, heavy = 0, [], []
    for address, status, kind, body, origin in walk(site):
        visited += 1
        if status not in (200, 302):
            broken.append(f"{status} {address} (from {origin})")
        if kind == "text/html" and not WHOLE.search(address):
            squeezed = len(gzip.compress(body))
            if len(body) > BYTES or squeezed > BYTES_GZIPPED:
                heavy.append(f"{address}: {len(body)} bytes, {squeezed} gzipped")

    assert 80 < visited < AT_MOST
    assert not broken, "\n".join(broken)
    assert not heavy, "\n".join(heavy)
