"""What the archive of a large network costs, and that a worker killed over it leaves nothing half.

Makes a site of its own in a temporary folder with a network of many pages, each
with text, tags and comments, and files; gathers its archive in a process of its
own, which it kills in the middle and lets begin again. Exits 1 when a promise is
broken.

    measure_network_archive.py [--pages 2000] [--megabytes 100]
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
FOLDER = Path(os.environ.get("DATA_DIR") or tempfile.mkdtemp(prefix="cabildo-taking-"))
os.environ["DATA_DIR"] = str(FOLDER)
os.environ["DJANGO_SETTINGS_MODULE"] = "community.settings.local"

import django  # noqa: E402

django.setup()

from django.core.files.base import ContentFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402
from wagtail.models import Page  # noqa: E402
from wagtail.rich_text import RichText  # noqa: E402

from blog.models import BlogIndexPage, PostPage  # noqa: E402
from community.models import Comment, UploadedDocument  # noqa: E402
from networks import actions  # noqa: E402
from networks.models import NetworkArchive, NetworkPage  # noqa: E402
from tests.factories import HomePageFactory, MemberFactory, NetworkIndexPageFactory  # noqa: E402

# More than this above what Django itself takes would grow with the network.
MOST_GROWTH_MB = 60
WORDS = "<p>" + "Lo que hicimos en cada barrio, con quién y cuánto costó. " * 40 + "</p>"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--fill", type=int, help="(used by itself) gather the archive of this key")
    asked = parser.parse_args()
    if asked.fill:
        return fill(asked.fill)
    try:
        return measure(asked.pages, asked.megabytes)
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)


def fill(pk: int) -> int:
    """Gather it, and say how much memory that took beyond what was there before."""
    archive = NetworkArchive.objects.select_related("network", "asked_by").get(pk=pk)
    before = peak_mb()
    began, busy = time.perf_counter(), time.process_time()
    actions.fill_network_archive(archive)
    took, worked = time.perf_counter() - began, time.process_time() - busy
    print(f"{took:.1f} {worked:.1f} {before:.0f} {peak_mb():.0f}")
    return 0


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(pages: int, megabytes: int) -> int:
    call_command("migrate", verbosity=0)
    network, person = make_network(pages, megabytes)
    archive = actions.ask_for_network_archive(network, person)
    command = [sys.executable, __file__, "--fill", str(archive.pk)]
    killed = subprocess.Popen(command)
    wait_for_half(archive)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    archive.refresh_from_db()
    print(f"killed at {archive.done} of {archive.total}; to be downloaded: {archive.path.exists()}")
    is_clean = not archive.path.exists() and archive.ready_at is None
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    seconds, worked, before, after = (float(each) for each in told.split())
    archive.refresh_from_db()
    with ZipFile(archive.path) as folder:
        is_whole = folder.testzip() is None
        files = len(folder.namelist())
    leftovers = [file.name for file in archive.folder().iterdir() if file != archive.path]
    print(f"{pages} pages: {seconds:.1f} s, of these {worked:.1f} s at work")
    print(f"{archive.size_bytes / 1e6:.0f} MB in {files} files")
    print(f"peak {after:.0f} MB, {after - before:.0f} above the start; left over: {leftovers}")
    kept = is_clean and is_whole and not leftovers and after - before <= MOST_GROWTH_MB
    return 0 if kept else 1


def wait_for_half(archive: NetworkArchive) -> None:
    while archive.done < max(1, archive.total // 2):
        time.sleep(0.2)
        archive.refresh_from_db()


@transaction.atomic
def make_network(pages: int, megabytes: int) -> tuple[NetworkPage, Any]:
    Page.objects.filter(depth__gt=1).delete()
    home = HomePageFactory(parent=Page.objects.get(depth=1))
    index = NetworkIndexPageFactory(parent=home)
    person: Any = MemberFactory()
    network = actions.create_network(index, NetworkPage(title="Agua", slug="agua", purpose="Agua."))
    actions.appoint_coordinator(network, person)
    blog = BlogIndexPage.objects.child_of(network).get()
    for number in range(megabytes):
        content = ContentFile(os.urandom(1_000_000), f"archivo-{number}.bin")
        UploadedDocument.objects.create(
            title=f"Archivo {number}", file=content, collection=network.collection
        )
    for number in range(pages):
        page = PostPage(
            title=f"Entrada {number}",
            summary="Qué hicimos.",
            author=person,
            owner=person,
            body=[("paragraph", RichText(WORDS)) for _ in range(3)],
        )
        page.tags.add("agua", f"barrio-{number % 50}")
        blog.add_child(instance=page)
        for said in range(2):
            Comment.objects.create(
                thing=page, author=person, body=f"<p>{said}: a nosotros también nos sirvió.</p>"
            )
    NetworkPage.objects.filter(pk=network.pk).update(last_published_at=timezone.now())
    return NetworkPage.objects.get(pk=network.pk), person


if __name__ == "__main__":
    sys.exit(main())
