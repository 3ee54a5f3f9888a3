"""How long it takes to prepare a letter for ten thousand members, and what is held meanwhile.

Run by `make bench`. Makes a site of its own in a temporary folder, prepares one
letter to all members of a network as the worker does, counts the figures of its
month, and sends a part of the mails to a mail server on this machine. Exits 1
when a promise is broken.

    measure_letters.py [--members 10000] [--mails 500]
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
FOLDER = Path(tempfile.mkdtemp(prefix="cabildo-letters-"))
os.environ["DATA_DIR"] = str(FOLDER)
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.smtp_settings"
os.environ.setdefault("SMTP_PORT", "0")

import django  # noqa: E402

django.setup()

from allauth.account.models import EmailAddress  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402

from community.actions.mailing import send_pending  # noqa: E402
from community.models import HomePage, MailDelivery, Notification, User  # noqa: E402
from networks import actions  # noqa: E402
from networks.actions import posting  # noqa: E402
from networks.models import Letter, Membership, NetworkMonth, NetworkPage  # noqa: E402
from tests.mail_server import mail_server  # noqa: E402

MOST_SECONDS = 10.0
# What may be held at the end beyond what was held after the first tenth of the people.
MOST_MORE_MIB = 20.0


def found() -> NetworkPage:
    """A site with one network, and the person who coordinates it."""
    root = Page.objects.get(depth=1)
    home = root.add_child(instance=HomePage(title="Cabildo", slug="inicio"))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
    )
    index = actions.found_networks(home)
    network = actions.create_network(index, NetworkPage(title="Agua", slug="agua", purpose="Agua."))
    ines = User.objects.create(email="ines@town.example", handle="ines", display_name="Inés")
    EmailAddress.objects.create(user=ines, email=ines.email, verified=True, primary=True)
    actions.appoint_coordinator(network, ines)
    return network


def fill(network: NetworkPage, members: int) -> None:
    joined = timezone.now() - timedelta(days=200)
    for start in range(0, members, 1000):
        numbers = range(start, min(start + 1000, members))
        people = User.objects.bulk_create(
            User(email=f"m{n}@town.example", handle=f"m-{n}", display_name=f"Persona {n}")
            for n in numbers
        )
        EmailAddress.objects.bulk_create(
            EmailAddress(user=person, email=person.email, verified=True, primary=True)
            for person in people
        )
        Membership.objects.bulk_create(
            Membership(user=person, network=network, joined_at=joined) for person in people
        )


def held_mib() -> float:
    """The memory that this process holds (resident), in MiB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def prepare(letter: Letter) -> tuple[float, float, list[float]]:
    """Seconds, those of the processor, and what was held after each batch."""
    held: list[float] = []
    batch = posting.prepare_some

    def watched(letter: Letter, notices: dict[str, posting.Notice]) -> bool:
        more = batch(letter, notices)
        held.append(held_mib())
        return more

    posting.prepare_some = watched
    # What a worker that has begun knows already: the addresses of the site.
    letter.get_absolute_url()
    began, used = time.perf_counter(), time.process_time()
    actions.prepare(letter.pk)
    return time.perf_counter() - began, time.process_time() - used, held


def send(mails: int) -> float:
    """Seconds for each mail."""
    with mail_server() as server:
        settings.EMAIL_PORT = server.port
        began = time.perf_counter()
        while len(server.taken) < mails:
            send_pending(1.0)
        return (time.perf_counter() - began) / len(server.taken)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--members", type=int, default=10_000)
    parser.add_argument("--mails", type=int, default=500)
    asked = parser.parse_args()
    call_command("migrate", verbosity=0)
    network = found()
    fill(network, asked.members)
    author = User.objects.get(handle="ines")
    letter = actions.write_letter(network, author, "Taller", "Vengan **todos**.", "todos")
    actions.send_letter(letter, author)
    seconds, processor, held = prepare(letter)
    began = time.perf_counter()
    actions.count_networks()
    counting = time.perf_counter() - began
    month = NetworkMonth.objects.get(network=network)
    tenth = held[len(held) // 10]
    made = MailDelivery.objects.filter(mailing__letter=letter).count()
    told = Notification.objects.filter(kind="network_letter").count()
    each = send(asked.mails)
    print("| a letter to the members of a network | |")
    print("|---|---|")
    print(f"| mails and notices prepared | {made}, {told} |")
    print(f"| seconds | {seconds:.1f} (promised ≤ {MOST_SECONDS:.0f}) |")
    print(f"| of them at the processor | {processor:.1f} |")
    print(f"| memory after a tenth, at the end | {tenth:.0f} MiB, {held[-1]:.0f} MiB |")
    print(f"| seconds to count its month ({month.figures['miembros']} members) | {counting:.1f} |")
    print(f"| milliseconds to write and send one mail | {each * 1000:.1f} |")
    everybody = made == told == asked.members + 1
    return 0 if everybody and seconds <= MOST_SECONDS and held[-1] - tenth <= MOST_MORE_MIB else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)
