"""What a page costs: queries, bytes, requests, time; and what a worker costs.

Run by `make bench`. Serves the site of DATA_DIR as `make run` does, walks it
from its front door and measures every page it finds; the table shows the worst
of each kind. Exits 1 when a promise of the README is broken.

    measure_pages.py [--base-url http://127.0.0.1:8000 --pid 1234] [--requests 200]

With `--base-url` nothing is started: the site there is measured, which must be
the one of DATA_DIR; `--pid` is its server, for the memory of its workers.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import os
import re
import socket
import statistics
import sys
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings.local")

import django  # noqa: E402

django.setup()

from django.db import connection, connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from playwright.sync_api import Error as BrowserError  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from community.management.commands import run_site  # noqa: E402
from tests.browser.chromium import launch  # noqa: E402

if TYPE_CHECKING:
    import subprocess

# What each kind of page is called by its address, most particular first.
KINDS = {
    "home": r"/",
    "case": r"/experiencias/[A-Z][^/]+/",
    "article": r"/redes/[^/]+/[^/]+/[^/]+/|/blog/[^/]+/",
    "list": r"/(?:experiencias|redes|blog|soluciones|recursos)/|/redes/[^/]+/[^/]+/",
    "network": r"/redes/[^/]+/",
}
MOST_PAGES = 200
SECONDS_TO_START = 30
BUDGET = {
    "queries": 8,
    "html_kb": 60.0,
    "gzipped_kb": 12.0,
    "requests": 10,
    "first_visit_kb": 100.0,
    "foreign": 0,
}
MOST_SECONDS_OF_START = 3.0
MOST_MIB_OF_WORKER = 200.0


@dataclass
class Measured:
    """One page. Kilobytes are of 1,000 bytes; -1 stands for what was not measured."""

    path: str
    html: bytes = field(repr=False)
    queries: int = -1
    requests: int = -1
    first_visit_kb: float = -1.0
    foreign: int = -1
    p50_ms: float = -1.0
    p95_ms: float = -1.0

    @property
    def html_kb(self) -> float:
        return len(self.html) / 1000

    @property
    def gzipped_kb(self) -> float:
        return len(gzip.compress(self.html, 6)) / 1000


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


class Site:
    """The site being measured, over one connection that is kept open."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url.rstrip("/")
        self.host = urlsplit(base_url).netloc
        self.connection = http.client.HTTPConnection(self.host, timeout=20)

    def get(self, path: str) -> tuple[int, str, bytes]:
        """Status, content type and body."""
        self.connection.request("GET", path)
        response = self.connection.getresponse()
        return response.status, response.headers.get("Content-Type", ""), response.read()

    def answers(self) -> bool:
        try:
            return self.get("/healthz")[0] == 200
        except (OSError, http.client.HTTPException):
            self.connection.close()
            return False

    def links_of(self, path: str, html: bytes) -> list[str]:
        """Addresses on this site that the page leads to, without query and fragment."""
        parser = Links()
        parser.feed(html.decode())
        targets = [urlsplit(urljoin(f"{self.base_url}{path}", link)) for link in parser.found]
        return [target.path for target in targets if target.netloc == self.host]


def kind_of(path: str) -> str:
    """The kind of page at this address; empty for one that has no promise."""
    return next((kind for kind, form in KINDS.items() if re.fullmatch(form, path)), "")


def walk(site: Site) -> dict[str, list[Measured]]:
    """Every page of a kind that has a promise, found by following links from the front door."""
    found: dict[str, list[Measured]] = {kind: [] for kind in KINDS}
    waiting, seen = ["/"], {"/"}
    while waiting and sum(map(len, found.values())) < MOST_PAGES:
        path = waiting.pop(0)
        status, content_type, html = site.get(path)
        if status != 200 or not content_type.startswith("text/html"):
            continue
        found[kind_of(path)].append(Measured(path, html))
        fresh = [link for link in site.links_of(path, html) if kind_of(link) and link not in seen]
        seen.update(fresh)
        waiting += dict.fromkeys(fresh)
    return found


def count_queries(page: Measured, host: str) -> None:
    """Queries of an anonymous visit, the second one: the first makes pictures and fills caches."""
    visitor = Client(headers={"host": host})
    visitor.get(page.path)
    with CaptureQueriesContext(connection) as queries:
        visitor.get(page.path)
    page.queries = len(queries)


def time_answers(site: Site, page: Measured, times: int) -> None:
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        site.get(page.path)
        taken.append((time.perf_counter() - started) * 1000)
    page.p50_ms = statistics.median(taken)
    page.p95_ms = statistics.quantiles(taken, n=20)[-1]


def visit_first(site: Site, pages: list[Measured]) -> None:
    """Open each page in a browser that has never been here; editors' pictures do not count."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for page in pages:
            tab = browser.new_context().new_page()
            session = tab.context.new_cdp_session(tab)
            urls: dict[str, str] = {}
            weights: dict[str, int] = {}
            session.on(
                "Network.requestWillBeSent",
                lambda sent, urls=urls: urls.update({sent["requestId"]: sent["request"]["url"]}),
            )
            session.on(
                "Network.loadingFinished",
                lambda done, weights=weights: weights.update(
                    {done["requestId"]: int(done["encodedDataLength"])}
                ),
            )
            session.send("Network.enable")
            tab.goto(f"{site.base_url}{page.path}", wait_until="networkidle")
            own = [key for key, url in urls.items() if not urlsplit(url).path.startswith("/media/")]
            own = [key for key in own if not urls[key].startswith("data:")]
            page.requests = len(own)
            page.first_visit_kb = sum(weights.get(key, 0) for key in own) / 1000
            page.foreign = sum(urlsplit(urls[key]).netloc != site.host for key in own)
            tab.context.close()
        browser.close()


def children_of(pid: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            if f"\nPPid:\t{pid}\n" in status.read_text():
                found.append(int(status.parent.name))
        except OSError:
            continue
    return found + [grandchild for child in found for grandchild in children_of(child)]


def mib_of_worker(pid: int) -> float:
    """What the largest process under the server holds of its own; 0 where there is no /proc.

    What it maps from files is left out: every thread's connection maps the same
    database, which the system counts once for each and gives back when it must.
    """
    sizes = [0.0]
    for child in children_of(pid):
        status = Path(f"/proc/{child}/status").read_text()
        own = re.findall(r"Rss(?:Anon|Shmem):\s+(\d+) kB", status)
        sizes.append(sum(map(int, own)) / 1024)
    return max(sizes)


def serve(port: int) -> tuple[Site, subprocess.Popen[bytes], float]:
    """The site at this port, its server, and the seconds it took to answer."""
    site = Site(f"http://127.0.0.1:{port}")
    started = time.monotonic()
    server = run_site.start_server(port)
    while not site.answers():
        if server.poll() is not None or time.monotonic() - started > SECONDS_TO_START:
            run_site.stop([server])
            sys.exit("The server does not start.")
        time.sleep(0.02)
    return site, server, time.monotonic() - started


def start() -> tuple[Site, subprocess.Popen[bytes], float]:
    """The site of DATA_DIR, prepared and served, and the seconds of its fastest start.

    Other work on the machine only makes a start slower, so up to three are tried.
    """
    run_site.Command().prepare()
    connections.close_all()
    fastest = float("inf")
    for tries_left in (2, 1, 0):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        site, server, seconds = serve(port)
        fastest = min(fastest, seconds)
        if fastest <= MOST_SECONDS_OF_START or not tries_left:
            break
        run_site.stop([server])
    return site, server, fastest


def worst(pages: list[Measured]) -> Measured:
    """The page with the most queries and, among these, the most HTML."""
    return max(pages, key=lambda page: (page.queries, len(page.html)))


def measure(site: Site, times: int) -> dict[str, Measured]:
    found = walk(site)
    for pages in found.values():
        for page in pages:
            count_queries(page, site.host)
    # Counting may take longer than a server keeps an idle connection; the next request opens one.
    site.connection.close()
    shown = {kind: worst(pages) for kind, pages in found.items() if pages}
    for kind, page in shown.items():
        # The heaviest page of the kind may be another one than the one with the most queries.
        page.html = max((other.html for other in found[kind]), key=len)
        time_answers(site, page, times)
    try:
        visit_first(site, list(shown.values()))
    except BrowserError as error:
        print(f"No first visit was measured: {str(error).splitlines()[0]}")
    return shown


def print_table(pages: dict[str, Measured]) -> None:
    columns = [*BUDGET, "p50_ms", "p95_ms"]
    print(f"\n| page | {' | '.join(columns)} | address |")
    print("|---" * (len(columns) + 2) + "|")
    for kind, page in pages.items():
        values = [getattr(page, name) for name in columns]
        cells = [f"{value:.1f}" if isinstance(value, float) else str(value) for value in values]
        print(f"| {kind} | {' | '.join(cells)} | {page.path} |")
    promises = " | ".join(f"≤ {value:g}" for value in BUDGET.values())
    print(f"| promised | {promises} | | | |")


def broken_promises(pages: dict[str, Measured]) -> list[str]:
    missing = [f"no {kind} page was found" for kind in KINDS if kind not in pages]
    unmeasured = [f"{kind}: no first visit" for kind, page in pages.items() if page.requests < 0]
    return (
        missing
        + unmeasured
        + [
            f"{kind} {page.path}: {name} {getattr(page, name):g}, promised {most:g}"
            for kind, page in pages.items()
            for name, most in BUDGET.items()
            if getattr(page, name) > most
        ]
    )


def broken_of_server(seconds: float | None, mib: float) -> list[str]:
    broken = []
    if seconds is not None:
        print(f"start of the server: {seconds:.2f} s (promised ≤ {MOST_SECONDS_OF_START:g})")
        if seconds > MOST_SECONDS_OF_START:
            broken.append(f"the server started in {seconds:.2f} s")
    if mib:
        print(f"memory of a worker: {mib:.0f} MiB (promised ≤ {MOST_MIB_OF_WORKER:g})")
        if mib > MOST_MIB_OF_WORKER:
            broken.append(f"a worker takes {mib:.0f} MiB")
    return broken


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure pages and hold them to their budget.")
    parser.add_argument("--base-url", help="a running site instead of one started here")
    parser.add_argument("--pid", type=int, help="process of its server")
    parser.add_argument("--requests", type=int, default=200, help="requests timed per page")
    asked = parser.parse_args()
    times = min(max(asked.requests, 20), 2_000)
    server, seconds, pid = None, None, asked.pid
    if asked.base_url:
        site = Site(asked.base_url)
    else:
        site, server, seconds = start()
        pid = server.pid
    try:
        pages = measure(site, times)
        mib = mib_of_worker(pid) if pid else 0.0
    finally:
        run_site.stop([server] if server else [])
    print_table(pages)
    broken = broken_of_server(seconds, mib) + broken_promises(pages)
    print("\nBroken: " + "; ".join(broken) if broken else "\nAll as promised.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
