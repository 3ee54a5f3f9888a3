"""The worker is killed while it tells the index of 163 real articles; none of them is lost."""

import signal
import time

import pytest
from django.core.management import call_command

from blog.models import PostPage
from search.folder import IndexFolder
from search.rebuilding import start_empty
from search.snapshot import Watch, documents_in
from tests.blog.articles import REAL, needs_real_articles
from tests.factories import BlogIndexPageFactory
from tests.workers import WorkedSite

pytestmark = [pytest.mark.django_db, needs_real_articles]

# Seconds after the first file of the new segment appears: while documents are
# written, while they are sorted, while the commit is on its way.
MOMENTS = (0.0, 0.15, 0.4)


@pytest.fixture
def site(home, tmp_path, capsys):
    """163 articles imported, and nothing of them told to the index yet."""
    BlogIndexPageFactory(parent=home)
    call_command("import_articles", str(REAL))
    with WorkedSite(tmp_path) as site:
        yield site


def files_of(site):
    return {file for file in (site.folder / "search").rglob("*") if file.is_file()}


def kill_while_it_writes(site, moment):
    before = files_of(site)
    worker = site.start_worker()
    site.wait_for(lambda: files_of(site) - before)
    time.sleep(moment)
    worker.send_signal(signal.SIGKILL)
    worker.wait()


def left_to_tell(site):
    return site.ask("SELECT count(*) FROM search_indexchange")[0][0]


def found_in(site):
    snapshot = Watch(IndexFolder(site.folder / "search")).latest()
    return [snapshot.uids[number] for number in documents_in(snapshot.marked("type=blog.postpage"))]


@pytest.mark.long
@pytest.mark.parametrize(("there_is_an_index", "moments"), [(True, MOMENTS), (False, MOMENTS[1:2])])
def test_none_of_163_articles_is_lost(site, there_is_an_index, moments, settings):
    posts = {f"wagtailcore.page:{pk}" for pk in PostPage.objects.values_list("pk", flat=True)}
    assert len(posts) == 163
    if there_is_an_index:
        settings.WAGTAILSEARCH_BACKENDS = {
            "default": {"BACKEND": "search.backend", "PATH": site.folder / "search"}
        }
        start_empty()

    for moment in moments:
        kill_while_it_writes(site, moment)
        assert left_to_tell(site)
    site.start_worker()
    site.wait_for(lambda: left_to_tell(site) == 0, seconds=40)

    assert sorted(found_in(site)) == sorted(posts)
