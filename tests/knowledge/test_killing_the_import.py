"""An import is killed while it reads and while it writes: no case is lost, none is half there."""

import json
import os
import signal
import subprocess
import sys

import pytest

from tests.factories import CaseFactory, ThemeFactory, make_municipality
from tests.knowledge.test_importing_cases import GOOD
from tests.workers import ROOT, WorkedSite

pytestmark = pytest.mark.django_db

CASES = 1000
LESSONS = [{"kind": "do", "text": "Weigh twice."}, {"kind": "avoid", "text": "Hurry."}]
READ = "SELECT count(*) FROM knowledge_stagedcase"
IMPORTED = "SELECT count(*) FROM knowledge_importedcase"
# What belongs to each imported case, and how many of it.
PARTS = {
    "SELECT count(*) FROM knowledge_case WHERE live AND code IS NOT NULL AND live_revision_id": 1,
    "SELECT count(*) FROM wagtailcore_revision WHERE object_str LIKE 'Compost %'": 1,
    "SELECT count(*) FROM knowledge_caseversion": 1,
    "SELECT count(*) FROM knowledge_caseevent": 2,
    "SELECT count(*) FROM knowledge_lesson": len(LESSONS),
    "SELECT count(*) FROM knowledge_stagedcase WHERE is_written AND case_id": 1,
}


@pytest.fixture
def site(tmp_path):
    place, theme = make_municipality(), ThemeFactory(slug="residuos")
    example = CaseFactory()
    row = {**GOOD, "lead_municipality": str(place), "themes": theme.slug, "lessons": LESSONS}
    row["target_groups"] = example.target_groups.first().slug
    example.delete()
    rows = ({**row, "number": n, "title": f"Compost {n}"} for n in range(CASES))
    (tmp_path / "casos.jsonl").write_text("".join(f"{json.dumps(told)}\n" for told in rows))
    with WorkedSite(tmp_path) as site:
        yield site


def start_importing(site):
    file = str(site.folder / "casos.jsonl")
    running = subprocess.Popen(
        [sys.executable, "manage.py", "import_cases", file, "--source", "lista", "--publish"],
        cwd=ROOT,
        env={
            **os.environ,
            "DATA_DIR": str(site.folder),
            "DJANGO_SETTINGS_MODULE": "community.settings.local",
        },
        stdout=subprocess.PIPE,
        text=True,
    )
    site.workers.append(running)
    return running


def count(site, words):
    return site.ask(words)[0][0]


def imported(site):
    return count(site, IMPORTED)


def missing_or_half(site, cases):
    """What of that many imported cases is not there as often as it should."""
    return [words for words, each in PARTS.items() if count(site, words) != cases * each]


@pytest.mark.long
def test_a_killed_import_goes_on_and_nothing_is_half_there(site):
    for words, rows in ((READ, 400), (IMPORTED, 100), (IMPORTED, 500)):
        running = start_importing(site)
        site.wait_for(lambda: count(site, words) >= rows, seconds=60)  # noqa: B023
        running.send_signal(signal.SIGKILL)
        running.wait()
        assert imported(site) < CASES
        assert not missing_or_half(site, imported(site))

    told, _errors = start_importing(site).communicate(timeout=120)

    *_counts, good, _of, total = told.split()
    assert good == total == str(CASES)
    assert imported(site) == CASES
    assert not missing_or_half(site, CASES)
