"""The real site, served as `make run` serves it, and a real browser before it."""

import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.chromium import launch
from tests.browser.looking import check_on
from tests.migrated import copy, migrated_file, taking_turns

ROOT = Path(__file__).parents[2]
SECONDS_TO_PREPARE = 180


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class RunningSite:
    """`manage.py run_site` in a folder of its own; `url` ends without a slash."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None

    def start(self):
        environment = {
            **os.environ,
            "DATA_DIR": str(self.folder),
            "PORT": str(self.port),
            "DJANGO_SETTINGS_MODULE": "community.settings.local",
        }
        self.log = (self.folder.parent / f"{self.folder.name}.log").open("a")
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "run_site"],
            cwd=ROOT,
            env=environment,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        patience = time.monotonic() + SECONDS_TO_PREPARE
        while time.monotonic() < patience:
            assert self.process.poll() is None, self.output()
            try:
                urllib.request.urlopen(f"{self.url}/healthz", timeout=2)
            except OSError:
                time.sleep(0.2)
            else:
                return
        raise AssertionError(self.output())

    def finish_work(self):
        """Wait until nothing is due: what was told while it was prepared, the mails, the index."""
        # What has no day of its own is due at once: its day is the last one there is.
        due = "SELECT 1 FROM django_tasks_database_dbtaskresult WHERE status = 'RUNNING' OR"
        due += " status = 'READY' AND (run_after < datetime('now') OR run_after > '9998')"
        patience = time.monotonic() + SECONDS_TO_PREPARE
        while time.monotonic() < patience:
            with closing(sqlite3.connect(self.folder / "db.sqlite3", timeout=20)) as database:
                if not database.execute(due).fetchone():
                    return
            time.sleep(0.5)
        raise AssertionError(self.output())

    def stop(self):
        self.process.terminate()
        self.process.wait(30)
        self.log.close()

    def output(self):
        return Path(self.log.name).read_text()

    @property
    def password(self):
        return (self.folder / "demo-password.txt").read_text().strip()

    def link_in_newest_mail(self, pattern):
        """The first address that matches `pattern` in the newest mail that has one."""
        mails = sorted(self.folder.glob("mail/*"), key=lambda file: file.stat().st_mtime)
        for mail in reversed(mails):
            text = re.sub(r"=\n", "", mail.read_text()).replace("=3D", "=")
            found = re.search(pattern, text)
            if found:
                return found[0]
        raise AssertionError(f"no mail has {pattern}")

    def mail_that_says(self, words, to="", seconds=20):
        """Waits for the worker to send it; fails when none comes."""
        patience = time.monotonic() + seconds
        while time.monotonic() < patience:
            for file in (self.folder / "mail").glob("*"):
                mail = file.read_text().replace("=\n", "")
                if words in mail and f"To: {to}" in mail:
                    return mail
            time.sleep(0.2)
        raise AssertionError(f"no mail to {to or 'anybody'} says {words}")


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """Prepared once for all the processes that test side by side; each serves a copy of its own."""
    site = RunningSite(tmp_path_factory.mktemp("site") / "data")
    prepared = prepared_site(tmp_path_factory)
    shutil.copytree(prepared, site.folder)
    site.start()
    yield site
    site.stop()


def prepared_site(tmp_path_factory):
    """A folder of data as the first `run_site` leaves it."""
    migrated = migrated_file(tmp_path_factory)
    with taking_turns(tmp_path_factory, "prepared") as common:
        prepared = RunningSite(common / "prepared")
        if not (common / "prepared.done").exists():
            shutil.rmtree(prepared.folder, ignore_errors=True)
            prepared.folder.mkdir()
            copy(migrated, prepared.folder / "db.sqlite3")
            prepared.start()
            prepared.finish_work()
            prepared.stop()
            (common / "prepared.done").touch()
    return prepared.folder


@pytest.fixture(scope="module")
def chromium():
    """A browser for one module: while it is open, Django refuses the database in this process."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def browser_window(chromium, site):
    """Opens fresh windows, each with cookies of its own: `visitor = browser_window()`.

    Fails the test when a page breaks its own content security policy or a script fails.
    """
    contexts, complaints = [], []

    def note(message):
        if message.type == "error" and "Content Security Policy" in message.text:
            complaints.append(message.text)

    def open_window(**options):
        size = {"width": 1280, "height": 900}
        context = chromium.new_context(
            base_url=site.url, **{"viewport": size, "locale": "es-PA", **options}
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert not complaints, complaints


@pytest.fixture
def page(browser_window):
    return browser_window()


@pytest.fixture
def sign_in(site):
    """Sign a demonstration account in: `sign_in(page, "coordinadora")`."""

    def act(page, account):
        page.goto("/cuenta/entrar/")
        page.fill("input[name=login]", f"{account}@demo.example")
        page.fill("input[name=password]", site.password)
        page.click("main button[type=submit], main form button")
        page.wait_for_url(lambda url: "/entrar/" not in url)

    return act


@pytest.fixture(
    params=[
        pytest.param(((390, "light"), (1280, "dark")), id="light-on-a-phone"),
        pytest.param(
            ((390, "dark"), (1280, "light")), id="dark-on-a-phone", marks=pytest.mark.long
        ),
    ]
)
def check_everywhere(request):
    """`check_everywhere(page, "/")`: narrow and wide, in light and in dark."""
    return partial(check_on, screens=request.param)
