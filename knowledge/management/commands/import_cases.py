"""Bring experiences in from a file, with a report by row and column."""

from __future__ import annotations

import hashlib
import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from community.models import User
from knowledge.actions import importing
from knowledge.importing import SourceError, open_cases, sentences
from knowledge.importing.report import write_report
from knowledge.models import CaseImport, StagedCase

if TYPE_CHECKING:
    from collections.abc import Callable
    from io import BufferedReader

# Of a terminal; the report has all.
MOST_SENTENCES = 100
Goal, State = CaseImport.Goal, CaseImport.State


class Command(BaseCommand):
    help = (
        "Bring experiences from a CSV, XLSX or JSON Lines file into the library, or up to date. "
        "The columns are described in docs/import-cases.md. The file is read whole first; "
        "running it again changes nothing, and a run that was broken off goes on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the file")
        parser.add_argument("--source", default="", help="who keeps the list, in one word")
        parser.add_argument("--as", dest="handle", help="handle of who brings it in")
        parser.add_argument("--publish", action="store_true", help="publish them at once")
        parser.add_argument("--dry-run", action="store_true", help="say what it would do, only")
        parser.add_argument(
            "--partial", action="store_true", help="import the good rows even if others are bad"
        )
        parser.add_argument(
            "--overwrite", action="store_true", help="also what somebody edited here since"
        )
        parser.add_argument("--report", type=Path, help="write the report to this .csv or .xlsx")

    def handle(self, *args: Any, file: Path, handle: str | None, **options: Any) -> None:
        user = person_called(handle)
        try:
            with file.open("rb") as opened:
                begun = self.prepare(opened, file.name, user, options)
        except OSError as error:
            reason = {"file": file, "reason": error.strerror or str(error)}
            raise CommandError(_("%(file)s cannot be read: %(reason)s.") % reason) from None
        except SourceError as error:
            raise CommandError(str(error)) from None
        self.finish(begun, options)

    def prepare(
        self, file: BufferedReader, name: str, user: User | None, options: dict[str, Any]
    ) -> CaseImport:
        """The import of this file: the one that was broken off, or a new one, read whole."""
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        goal = Goal.PUBLISHED if options["publish"] else Goal.DRAFT
        source = slugify(options["source"])[:80]
        same = {"digest": digest, "source": source, "goal": goal, "user": user}
        half_done = CaseImport.objects.filter(**same, state__in=(State.WAITING, State.RUNNING))
        broken_off = half_done.first()
        if broken_off is not None and not options["dry_run"]:
            self.stderr.write(_("Going on with the import that was broken off."))
            return broken_off
        begun = CaseImport.objects.create(
            **same,
            file_name=name[:160],
            language=get_language() or "es",
            overwrites=options["overwrite"],
        )
        try:
            opened = open_cases(file)
            self.tell_notes(opened.notes)
            importing.stage(begun, opened, self.counter(_("%(done)s read")))
        except SourceError:
            begun.delete()
            raise
        if opened.unused:
            told = {"columns": ", ".join(opened.unused[:20])}
            self.stderr.write(_("Columns that are not used: %(columns)s.") % told)
        return begun

    def finish(self, begun: CaseImport, options: dict[str, Any]) -> None:
        partial = options["partial"]
        self.tell_problems(begun)
        if options["report"]:
            write_report(begun, options["report"])
        written = False
        if options["dry_run"]:
            self.stdout.write(_("Nothing was written: it was a rehearsal."))
        elif begun.state != State.PREVIEW or importing.confirm(begun, partial=partial):
            importing.write_staged(begun, self.counter(_("%(done)s done")))
            written = True
        else:
            self.stderr.write(_("Nothing was imported; --partial imports the good rows."))
        self.tell_counts(begun, written=written)
        if not written:
            begun.delete()
        if begun.bad:
            sys.exit(1)

    def tell_problems(self, begun: CaseImport) -> None:
        """The first of them: a file with one column wrong has as many as rows."""
        rows = begun.rows.exclude(problems=[], reason="").order_by("pk").iterator()
        told = (each for row in rows for each in sentences_on(row))
        for sentence in islice(told, MOST_SENTENCES):
            self.stderr.write(sentence)
        if next(told, None):
            self.stderr.write(_("There are more; --report FILE writes all of them."))

    def tell_notes(self, notes: dict[str, Any]) -> None:
        if notes["kind"] == "csv":
            sign = {"\t": _("tab")}.get(notes["separator"], notes["separator"])
            told = {"encoding": notes["encoding"], "separator": sign}
            self.stdout.write(_("CSV in %(encoding)s, parted by “%(separator)s”.") % told)

    def tell_counts(self, begun: CaseImport, *, written: bool) -> None:
        names = ("new", "changed", "unchanged", "kept")
        counts = {name: begun.counts.get(name, 0) for name in names}
        self.stdout.write(
            _(
                "%(new)s new, %(changed)s changed, %(unchanged)s unchanged, "
                "%(kept)s left as they are here, %(bad)s with errors"
            )
            % {**counts, "bad": begun.bad}
        )
        good = begun.good if written or not begun.bad else 0
        self.stdout.write(_("%(good)s of %(total)s") % {"good": good, "total": begun.total})

    def counter(self, words: str) -> Callable[[int], None]:
        def tell(done: int) -> None:
            if self.stderr.isatty():
                self.stderr.write(words % {"done": done}, ending="\r")

        return tell


def sentences_on(row: StagedCase) -> list[str]:
    return sentences(row.problems) or [f"{row.row}: {row.title}: {row.reason}."]


def person_called(handle: str | None) -> User | None:
    if handle is None:
        return None
    person = User.objects.filter(handle=handle.removeprefix("@"), is_active=True).first()
    if person is None:
        raise CommandError(_("Nobody here is called %(handle)s.") % {"handle": handle})
    return person
