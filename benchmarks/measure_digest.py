"""How long one worker takes to send a digest to ten thousand members, and what it holds meanwhile.

Run by `make bench`. Makes a site of its own in a temporary folder with members
who have five notices each, of three things, and lets a real worker collect and
send them to a mail server on this machine. Exits 1 when a promise is broken.

    measure_digest.py [--members 10000]
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
FOLDER = Path(tempfile.mkdtemp(prefix="cabildo-digest-"))
os.environ["DATA_DIR"] = str(FOLDER)
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.smtp_settings"
os.environ.setdefault("SMTP_PORT", "0")

import django  # noqa: E402

django.setup()

from allauth.account.models import EmailAddress  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from community.models import MailDelivery, Notification, User  # noqa: E402
from tests.mail_server import MailServer, mail_server  # noqa: E402

NOTICES_OF_EACH = 5
THINGS = 3
MOST_SECONDS = 300.0
# What the worker may hold at the end beyond what it held after the first tenth.
MOST_MORE_MIB = 20.0


def fill(members: int) -> None:
    """Members with confirmed addresses, and notices old enough to be due whatever the day."""
    told = timezone.now() - timedelta(days=8)
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
        Notification.objects.bulk_create(
            Notification(
                recipient=person,
                kind="case_published",
                source="cases",
                title=f"Se publicó «Feria {n % THINGS}»",
                url=f"/experiencias/XA-2026-000{n % THINGS}/",
                facts={"title": f"Feria {n % THINGS}", "code": f"XA-2026-000{n % THINGS}"},
                created_at=told + timedelta(minutes=n),
                waits_for_digest=True,
            )
            for person in people
            for n in range(NOTICES_OF_EACH)
        )


def held_mib(pid: int) -> float:
    """The memory that a process holds (resident), in MiB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def send_all(server: MailServer, members: int) -> tuple[float, float, list[float]]:
    """Seconds until all is sent, those of the processor, what the worker held at each tenth."""
    environment = {**os.environ, "SMTP_PORT": str(server.port)}
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "run_worker"], cwd=ROOT, env=environment
    )
    began = time.perf_counter()
    held: list[float] = []
    try:
        while MailDelivery.objects.filter(state="sent").count() < members:
            if worker.poll() is not None:
                raise SystemExit("The worker ended.")
            if len(server.taken) >= (len(held) + 1) * members / 10:
                held.append(held_mib(worker.pid))
            time.sleep(0.2)
        seconds = time.perf_counter() - began
        held.append(held_mib(worker.pid))
    finally:
        worker.terminate()
        worker.wait()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, used.ru_utime + used.ru_stime, held


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--members", type=int, default=10_000)
    members = parser.parse_args().members
    call_command("migrate", verbosity=0)
    fill(members)
    with mail_server() as server:
        seconds, processor, held = send_all(server, members)
        reached = {recipient for (recipient,), _source in server.taken}
    more = held[-1] - held[0]
    print("| digests by one worker | |")
    print("|---|---|")
    print(f"| members reached | {len(reached)} of {members} |")
    print(f"| mails sent | {len(server.taken)} |")
    print(f"| seconds | {seconds:.1f} ({members / seconds:.0f} a second) |")
    print(f"| of them at the processor | {processor:.1f} |")
    print(f"| promised | ≤ {MOST_SECONDS * members / 10_000:.0f} |")
    print(f"| memory after a tenth, at the end | {held[0]:.0f} MiB, {held[-1]:.0f} MiB |")
    kept = len(reached) == members == len(server.taken) and more <= MOST_MORE_MIB
    return 0 if kept and seconds <= MOST_SECONDS * members / 10_000 else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)
