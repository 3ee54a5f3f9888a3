"""What the pages of one large network cost: for a visitor, a member, who coordinates, the unit.

Run by `make bench`. Makes a site of its own in a temporary folder with one network
of many members, posts and events, with solutions, resources, conversations,
experiences and the months of three years, and asks for each of its pages.
Milliseconds are those of the processor, the middle of several. Exits 1 when a
promise is broken.

    measure_networks.py [--members 10000] [--posts 2000] [--events 500] [--times 9]
                        [--only /mesa/] [--profile]

With DATA_DIR in the environment the site is made there, kept, and found again by
the next call. `--only` asks for the addresses that hold these words; `--profile`
shows the slowest queries of each page.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
KEPT = os.environ.get("DATA_DIR")
FOLDER = Path(KEPT or tempfile.mkdtemp(prefix="cabildo-networks-"))
os.environ["DATA_DIR"] = str(FOLDER)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings.local")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from blog.models import PostPage  # noqa: E402
from community.models import User  # noqa: E402
from networks.actions.months import count_the_past  # noqa: E402
from networks.models import EventPage, NetworkPage, Topic  # noqa: E402
from search.rebuilding import rebuild  # noqa: E402
from tests.crowded_network import NOW, make_crowded  # noqa: E402

FOR_A_VISITOR, FOR_A_MEMBER, FOR_THE_DESK = 8, 12, 15
# Wagtail's own frame asks some twenty of them.
FOR_THE_UNIT = 40
READERS = {"visitor": "", "member": "m-20", "coordinator": "m-0", "unit": "unidad"}
MOST_GZIPPED_KB, MOST_MS = 12.0, 100.0


@dataclass(frozen=True)
class Asked:
    """A page: who asks for it, its address, how many queries it may cost."""

    reader: str
    address: str
    most: int


@dataclass(frozen=True)
class Cost:
    queries: int
    ms: float
    kb: float
    gzipped_kb: float


def pages_for_all(post: str, event: str, topic: str, posts: int) -> list[str]:
    """Addresses that everybody opens."""
    front = "/redes/agua/"
    lists = ["blog", "soluciones", "recursos", "experiencias", "eventos", "conversaciones"]
    found = [front]
    for name in lists:
        far = posts // 12 if name == "blog" else 10
        found += [f"{front}{name}/", f"{front}{name}/?pagina={far}", f"{front}{name}/?q=tarifa"]
    found += [f"{front}eventos/?cuando=pasados", f"{front}eventos/?mes={NOW:%Y-%m}"]
    found += [f"{front}miembros/", f"{front}miembros/?pagina=150"]
    return [*found, post, event, topic, f"{front}eventos/calendario.ics"]


def pages_of_the_desk(event: EventPage) -> list[str]:
    desk, people = "/redes/agua/mesa/", "/redes/agua/miembros/coordinar/"
    registered = f"/eventos/{event.pk}/lista/"
    return [
        desk,
        f"{desk}salud/",
        f"{desk}cartas/",
        f"{desk}archivo/",
        people,
        f"{people}?pagina=200",
        f"{people}?q=ana%20rios",
        registered,
        f"{registered}?estado=espera",
        f"{registered}?q=ana",
        "/redes/agua/enlaces/",
        "/redes/agua/destacados/",
    ]


def cost_of(client: Client, address: str, times: int) -> tuple[Cost, list[dict[str, str]]]:
    """What the second visit costs: the first fills caches. And its queries."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    # The next request forgets them.
    asked = list(queries.captured_queries)
    if response.status_code != 200:
        sys.exit(f"{address} answers {response.status_code}")
    spent = []
    for _time in range(times):
        used = time.process_time()
        client.get(address)
        spent.append((time.process_time() - used) * 1000)
    html = response.content
    sizes = len(html) / 1000, len(gzip.compress(html, 6)) / 1000
    return Cost(len(asked), statistics.median(spent), *sizes), asked


def broken(page: Asked, cost: Cost) -> list[str]:
    # The admin is no page of ours.
    is_light = page.address.startswith("/admin/")
    found = [f"{cost.queries} queries, promised {page.most}"] if cost.queries > page.most else []
    if cost.gzipped_kb > MOST_GZIPPED_KB and not is_light:
        found.append(f"{cost.gzipped_kb:.1f} kB gzipped, promised {MOST_GZIPPED_KB:g}")
    if cost.ms > MOST_MS:
        found.append(f"{cost.ms:.0f} ms, promised {MOST_MS:g}")
    return found


def pages_of(network: NetworkPage, posts: int) -> list[Asked]:
    """Every page and who asks for it."""
    post = PostPage.objects.live().in_network(network).latest("pk")
    crowded = EventPage.objects.filter(registrations__state="waiting", ends_at__gt=NOW)
    full = crowded.distinct().get()
    topic = Topic.objects.earliest("pk")
    public = pages_for_all(post.url, full.url, topic.get_absolute_url(), posts)
    pages = [Asked("visitor", address, FOR_A_VISITOR) for address in public]
    pages += [Asked("member", address, FOR_A_MEMBER) for address in public]
    pages += [Asked("coordinator", address, FOR_THE_DESK) for address in public]
    pages += [Asked("coordinator", address, FOR_THE_DESK) for address in pages_of_the_desk(full)]
    pages += [
        Asked("unit", address, FOR_THE_UNIT)
        for address in ("/admin/redes/", f"/admin/redes/{network.pk}/")
    ]
    return [*pages, Asked("unit", "/redes/agua/mesa/", FOR_THE_DESK)]


def browsers() -> dict[str, Client]:
    clients = {}
    for name, handle in READERS.items():
        clients[name] = Client(headers={"host": "localhost"})
        if handle:
            clients[name].force_login(User.objects.get(handle=handle))
    return clients


def prepare(asked: argparse.Namespace) -> NetworkPage:
    """The site, made unless it is there already."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not NetworkPage.objects.exists():
        began = time.perf_counter()
        make_crowded(asked.members, asked.posts, asked.events)
        counted = time.process_time()
        months = count_the_past(NetworkPage.objects.get(slug="agua").pk)
        print(f"{months} months counted in {time.process_time() - counted:.1f} s of the processor")
        rebuild()
        print(f"made in {time.perf_counter() - began:.0f} s\n")
    return NetworkPage.objects.get(slug="agua")


def measure(asked: argparse.Namespace) -> int:
    network, complaints = prepare(asked), []
    clients = browsers()
    print("| reader | address | queries | ms | kB | kB gzipped |")
    print("|---|---|---|---|---|---|")
    for page in pages_of(network, asked.posts):
        if asked.only not in page.address:
            continue
        cost, queries = cost_of(clients[page.reader], page.address, asked.times)
        told = f"{cost.queries} | {cost.ms:.0f} | {cost.kb:.1f} | {cost.gzipped_kb:.1f}"
        print(f"| {page.reader} | {page.address} | {told} |", flush=True)
        complaints += [f"{page.reader} {page.address}: {each}" for each in broken(page, cost)]
        if asked.profile:
            for query in sorted(queries, key=lambda row: -float(row["time"]))[:3]:
                print(f"    {query['time']} {query['sql'][:3000]}")
    print("\nBroken:\n" + "\n".join(complaints) if complaints else "\nAll as promised.")
    return 1 if complaints else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=10_000)
    parser.add_argument("--posts", type=int, default=2_000)
    parser.add_argument("--events", type=int, default=500)
    parser.add_argument("--times", type=int, default=9)
    parser.add_argument("--only", default="")
    parser.add_argument("--profile", action="store_true")
    return measure(parser.parse_args())


if __name__ == "__main__":
    try:
        sys.exit(main())
    finally:
        connection.close()
        if not KEPT:
            shutil.rmtree(FOLDER, ignore_errors=True)
