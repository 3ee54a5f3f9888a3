"""Bring articles written elsewhere into a blog, with a report by row in the site's language."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from blog import actions, importing
from blog.blogs import blog_of, network_slugs
from blog.importing.reading import read_path

if TYPE_CHECKING:
    from blog.actions import Report
    from blog.models import BlogIndexPage


class Command(BaseCommand):
    help = (
        "Bring articles from a JSON Lines, CSV or XLSX file into a blog, or up to date. The "
        "columns are described in docs/import.md. Running it again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the file")
        parser.add_argument(
            "--network", metavar="SLUG", help="whose blog; without it, the site's own"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what it would do, only")
        parser.add_argument(
            "--partial", action="store_true", help="import the good rows even if others are bad"
        )
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="also bring up to date pages that somebody edited or took off the site here",
        )

    def handle(
        self,
        *args: Any,
        file: Path,
        network: str | None,
        dry_run: bool,
        partial: bool,
        overwrite: bool,
        **options: Any,
    ) -> None:
        blog = blog_called(network)
        try:
            reading = importing.read(read_path(file))
        except importing.SourceError as error:
            raise CommandError(str(error)) from None
        report = actions.import_articles(
            reading, blog, partial=partial, overwrite=overwrite, dry_run=dry_run
        )
        self.tell(report, dry_run=dry_run)
        self.stdout.write(_("%(good)s of %(total)s") % {"good": report.good, "total": report.total})
        if report.problems:
            sys.exit(1)

    def tell(self, report: Report, *, dry_run: bool) -> None:
        for problem in (*report.problems, *report.kept):
            self.stderr.write(str(problem))
        if report.nameless:
            self.stderr.write(
                _("%(count)s articles do not say where they come from: add the column “fuente”.")
                % {"count": report.nameless}
            )
        if dry_run:
            self.stdout.write(_("Nothing was written: it was a rehearsal."))
        elif report.problems and not report.is_written:
            self.stderr.write(_("Nothing was imported; --partial imports the good rows."))
        counts = {name: report.counts[name] for name in ("new", "changed", "unchanged", "kept")}
        self.stdout.write(
            _(
                "%(new)s new, %(changed)s changed, %(unchanged)s unchanged, "
                "%(kept)s left as they are here, %(bad)s with errors"
            )
            % {**counts, "bad": len(report.problems)}
        )


def blog_called(network: str | None) -> BlogIndexPage:
    blog = blog_of(network)
    if blog is not None:
        return blog
    if network is None:
        raise CommandError(_("The site has no blog of its own yet: run “manage.py found_site”."))
    raise CommandError(
        _("There is no network “%(slug)s” with a blog. Networks: %(networks)s.")
        % {"slug": network, "networks": ", ".join(network_slugs()) or "–"}
    )
