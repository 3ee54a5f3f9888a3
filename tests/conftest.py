"""The cast and the stage of every test."""

import gc
import shutil
import sqlite3
from contextlib import closing, contextmanager

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import translation
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, ReferenceIndex, Site

from community.actions.work import do_work, settle, take_work
from community.models import HomePage
from search.draining import drain
from search.facets import public_names
from search.folder import here
from search.models import IndexChange
from search.rebuilding import start_empty
from tests.factories import HomePageFactory, MemberFactory, NetworkIndexPageFactory
from tests.migrated import copy, migrated_file
from tests.tasks import references

NEED_DATABASE = {"db", "django_db_setup", "lasting", "transactional_db"}
# So many files take about as long as preparing the site does.
WHILE_THE_SITE_IS_MADE = 16


def pytest_configure():
    """Looking for garbage as often as a server must would take a tenth of the time."""
    gc.set_threshold(50_000, 20, 50)


def pytest_collection_finish():
    gc.freeze()


def pytest_collection_modifyitems(items):
    """Nobody waits for what another process prepares: it takes files that need none of it first.

    One file that needs the database, then those that do without, while it is made;
    one of the browser, then others, while the site is prepared. The rest of the browser
    begins early and not one after another: those files take longest.
    """
    files = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    browser = [file for file in files if file.parent.name == "browser"]
    free = [file for file in files if not any(map(needs_database, files[file]))]
    free = [file for file in free if file not in browser]
    others = [file for file in files if file not in browser and file not in free]
    meanwhile, rest = others[1:WHILE_THE_SITE_IS_MADE], iter(others[WHILE_THE_SITE_IS_MADE:])
    order = [*others[:1], *free, *browser[:1], *meanwhile]
    order += [each for file in browser[1:] for each in (file, next(rest, None)) if each]
    items[:] = [item for file in (*order, *rest) for item in files[file]]


def needs_database(item):
    return item.get_closest_marker("django_db") or not NEED_DATABASE.isdisjoint(item.fixturenames)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory, django_test_environment):
    """The database in memory is born migrated; pytest-django's `migrate` finds nothing to do.

    On another database it does all of it.
    """
    if connection.vendor != "sqlite":
        yield
        return
    in_memory = connection.creation._get_test_db_name()
    with closing(sqlite3.connect(in_memory, uri=True)):
        copy(migrated_file(tmp_path_factory), in_memory)
        yield


@pytest.fixture(autouse=True)
def nothing_remembered():
    """Rate limits and the roots of sites are kept in the cache, which no rollback takes back."""
    cache.clear()


@pytest.fixture(autouse=True)
def nothing_said():
    """A request leaves its language to what runs after it in the same process."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def nothing_indexed():
    """The index lies on disk, which no rollback takes back either."""
    shutil.rmtree(here().path, ignore_errors=True)
    public_names.cache_clear()


@pytest.fixture(autouse=True)
def references_wait():
    """Until somebody reads them; what a fixture of a module makes is noted at once."""
    with references.read_late(ReferenceIndex.objects):
        yield


@pytest.fixture
def searchable(db):
    """An index that knows nothing yet; `searchable()` tells it all that changed."""
    start_empty()
    return drain


@pytest.fixture
def silent_search(monkeypatch):
    """For tests that count tasks: changes are noted, and nobody is asked to tell the index."""
    monkeypatch.setattr("search.changes.ask", lambda task: None)


@pytest.fixture(scope="module")
def lasting(django_db_setup, django_db_blocker):
    """`with lasting(): ...` in a fixture of a module: what is written before the `yield` lasts.

    All tests of the module find it as it was made, whatever they do to it, and
    nothing of it is there for the next module.
    """

    @contextmanager
    def act():
        with django_db_blocker.unblock(), transaction.atomic():
            yield
            transaction.set_rollback(True)

    return act


def make_home():
    Page.objects.filter(depth__gt=1).delete()
    root = Page.objects.get(depth=1)
    home = HomePageFactory(parent=root)
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
    )
    return home


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Every test finds the home page, and nothing that making it left behind."""
    with django_db_blocker.unblock():
        make_home()
        for model in (IndexChange, DBTaskResult, ReferenceIndex):
            model.objects.all().delete()


@pytest.fixture
def home(db):
    """The site's home page, at /."""
    return HomePage.objects.get()


@pytest.fixture
def networks(home):
    """The index of networks, at /redes/."""
    return NetworkIndexPageFactory(parent=home)


@pytest.fixture
def member(db):
    """Somebody with an account and no role."""
    return MemberFactory(display_name="Ana Pérez", handle="ana-perez", email="ana@town.example")


@pytest.fixture
def signed_in(client, member):
    """A browser in which `member` has signed in."""
    client.force_login(member)
    return client


@pytest.fixture
def work(db):
    """Does the background work that is due: `work()` returns how many tasks it did.

    What they enqueue counts too. A task that fails fails the test, unless it
    says `work(may_fail=True)`; then it is put off or given up as in reality.
    """

    def act(*, may_fail=False):
        done = 0
        while piece := take_work("tests"):
            error = do_work(piece)
            settle(piece, error)
            if error and not may_fail:
                raise error
            done += 1
        return done

    return act
