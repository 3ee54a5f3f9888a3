"""Read what mail servers report about mail that did not arrive."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from community.actions.bounces import note_bounce
from community.bounces import letters_in, read_bounce

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    help = (
        "Read reports of mail servers about mail that came back: a mailbox in one file (mbox), or "
        "one letter, from a file or from what is piped in. Reading the same twice changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", default="-", help="a file; - for what is piped in")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        try:
            source = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        except OSError as missing:
            raise CommandError(str(missing)) from missing
        total = known = 0
        for letter in letters_in(source):
            total += 1
            bounce = read_bounce(letter)
            delivery = note_bounce(bounce) if bounce else None
            if bounce and delivery:
                known += 1
                kind = "for good" if bounce.is_for_good else "for now"
                self.stdout.write(f"{delivery.address or delivery.recipient.email}: {kind}")
        self.stdout.write(f"{known} of {total} letters report a mail of ours.")
