"""Any query set can be searched, as Wagtail's admin and our own lists do."""

import pytest
from django.db.models import F
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.backends.base import SearchFieldError
from wagtail.search.query import MATCH_ALL, Boost, Fuzzy, Phrase, PlainText

from blog.models import PostPage
from community.models import UploadedImage, User
from networks.models import NetworkPage
from search.folder import here
from tests.factories import BlogIndexPageFactory, NetworkPageFactory, PostPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def blog(networks):
    return BlogIndexPageFactory(parent=NetworkPageFactory(parent=networks, title="Red de Agua"))


@pytest.fixture
def posts(blog, searchable):
    posts = [
        PostPageFactory(parent=blog, title="Agua potable", summary="Para la sierra."),
        PostPageFactory(parent=blog, title="Riego", summary="El agua de los ríos y la potable."),
        PostPageFactory(parent=blog, title="Mercados", summary="Puestos limpios."),
    ]
    searchable()
    return posts


def titles(found):
    return [page.title for page in found]


def test_the_title_counts_more_than_the_text(posts):
    assert titles(PostPage.objects.search("agua")) == ["Agua potable", "Riego"]


def test_a_search_for_pages_reads_what_only_some_kinds_have(posts):
    assert titles(Page.objects.search("puestos")) == ["Mercados"]
    assert type(Page.objects.all().specific().search("puestos")[0]) is PostPage


def test_words_are_joined_by_and_unless_asked_otherwise(posts):
    assert titles(PostPage.objects.search("agua sierra")) == ["Agua potable"]
    assert len(PostPage.objects.search("sierra limpios", operator="or")) == 2
    assert len(PostPage.objects.search(PlainText("sierra limpios", operator="or"))) == 2


def test_a_stop_word_is_not_asked_for(posts):
    assert titles(PostPage.objects.search("el agua de la sierra")) == ["Agua potable"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Phrase("agua potable"), {"Agua potable"}),
        (Phrase("potable agua"), set()),
        (Fuzzy("sierrra"), {"Agua potable"}),
        (Fuzzy("mercadoss puestos", operator="and"), {"Mercados"}),
        (MATCH_ALL, {"Agua potable", "Riego", "Mercados"}),
        (Boost(PlainText("limpios"), 2.0), {"Mercados"}),
        (PlainText("agua") & ~PlainText("sierra"), {"Riego"}),
        (PlainText("sierra") | PlainText("limpios"), {"Agua potable", "Mercados"}),
    ],
)
def test_every_query_of_wagtail_is_answered(posts, query, found):
    assert set(titles(PostPage.objects.search(query))) == found


def test_a_boost_moves_up(posts):
    weak, strong = PlainText("agua"), Boost(PlainText("limpios"), 50.0)

    assert titles(PostPage.objects.search(weak | strong))[0] == "Mercados"


def test_the_search_can_be_kept_to_some_fields(posts):
    assert titles(PostPage.objects.search("agua", fields=["title"])) == ["Agua potable"]
    assert titles(PostPage.objects.search("agua", fields=["summary"])) == ["Riego"]
    assert titles(PostPage.objects.search(Phrase("agua potable"), fields=["summary"])) == []


def test_a_field_that_is_not_searched_is_a_mistake_of_ours(posts):
    with pytest.raises(SearchFieldError):
        PostPage.objects.search("agua", fields=["nonsense"])


def test_an_editor_needs_only_the_beginning_of_a_word(posts):
    assert titles(PostPage.objects.autocomplete("pota")) == ["Agua potable"]
    assert titles(PostPage.objects.autocomplete("pota", fields=["title"])) == ["Agua potable"]
    assert titles(PostPage.objects.autocomplete("potá agu")) == ["Agua potable"]
    assert titles(PostPage.objects.autocomplete("otable")) == []


@pytest.mark.parametrize(
    "narrow",
    [
        lambda pages: pages.filter(summary__startswith="Para"),
        lambda pages: pages.filter(tagged_items__isnull=True).filter(summary__contains="sierra"),
        lambda pages: pages.exclude(title="Riego").order_by("-summary"),
        lambda pages: pages.annotate(x=F("title")).filter(x="Agua potable"),
        lambda pages: pages.filter(network__kind="thematic", author=None, title="Agua potable"),
        lambda pages: pages.order_by("pk")[:1],
        lambda pages: pages.order_by().filter(title="Agua potable").union(pages.order_by().none()),
        lambda pages: pages.filter(pk__in=pages.filter(title="Agua potable")),
    ],
)
def test_no_filter_and_no_order_is_refused(posts, narrow):
    assert titles(narrow(PostPage.objects.all()).search("agua")) == ["Agua potable"]
    assert titles(narrow(PostPage.objects.all()).search("agua", order_by_relevance=False)) == [
        "Agua potable"
    ]


def test_the_order_of_the_query_set_holds_when_asked_for(posts):
    found = PostPage.objects.order_by("-title").search("agua", order_by_relevance=False)

    assert titles(found) == ["Riego", "Agua potable"]


def test_results_are_cut_counted_and_scored(posts):
    found = PostPage.objects.search("agua").annotate_score("score")

    assert found.count() == 2
    assert titles(found[1:]) == ["Riego"]
    assert found[1:].count() == 1
    assert found[0].score > found[1].score > 0


def test_a_column_can_be_counted(posts):
    found = Page.objects.search(MATCH_ALL).facet("content_type_id")

    assert found[posts[0].content_type_id] == 3


def test_nothing_is_cut_off_before_the_filters(blog, searchable):
    for number in range(30):
        PostPageFactory(parent=blog, title=f"Agua {number}", summary="agua " * 20)
    rare = PostPageFactory(parent=blog, title="Otra", summary="Un poco de agua.")
    searchable()

    assert titles(PostPage.objects.filter(pk=rare.pk).search("agua")[:1]) == ["Otra"]


def test_an_outdated_index_shows_nothing_that_is_gone(posts):
    Page.objects.filter(pk=posts[0].pk).update(live=False)

    assert titles(PostPage.objects.live().search("agua")) == ["Riego"]


@pytest.mark.parametrize("words", ["", "   ", "???", "\x00", "😀", '"', "*"])
def test_a_query_without_words_finds_nothing(posts, words):
    assert list(PostPage.objects.search(words)) == []
    assert list(PostPage.objects.autocomplete(words)) == []


def test_people_are_found_by_name_and_never_by_their_address(member, searchable):
    searchable()

    assert list(get_search_backend().search("perez", User)) == [member]
    assert list(get_search_backend().search("town example", User)) == []


def test_editors_find_people_by_the_beginning_of_their_address(member, searchable):
    User.objects.update(profile_audience="nobody")
    searchable()
    people = User.objects.values_list("pk", flat=True)

    assert list(get_search_backend().autocomplete("ana@town", User)) == [member]
    assert list(get_search_backend().autocomplete("ana", people)) == [member.pk]


def test_tags_are_part_of_the_text(blog, searchable):
    post = PostPageFactory(parent=blog, title="Abono")
    post.tags.add("lombricultura")
    post.save()
    searchable()

    assert list(PostPage.objects.search("lombricultura")) == [post]


def test_files_are_found_too(searchable, home):
    found = get_search_backend().search("plaza", UploadedImage)

    assert list(found) == []


# --- Without an index -----------------------------------------------------------


@pytest.mark.parametrize(
    "harm",
    [
        lambda path: path.rename(path.with_name("elsewhere")),
        lambda path: (path / "current.json").write_text("{"),
        lambda path: (path / "current.json").write_text('{"generation": "x", "schema": 0}'),
        lambda path: [toc.write_bytes(b"rot") for toc in path.glob("*/*.toc")],
        lambda path: [each.write_bytes(b"") for each in path.glob("*/*.seg")],
    ],
    ids=["missing", "damaged pointer", "old schema", "damaged list", "emptied"],
)
def test_without_an_index_the_database_answers(posts, harm):
    harm(here().path)

    found = PostPage.objects.search("agua").annotate_score("score")

    assert found.count() == 2
    assert set(titles(found)) == {"Agua potable", "Riego"}
    assert found[0].score is None
    assert PostPage.objects.search(MATCH_ALL).count() == 3
    assert PostPage.objects.search(~PlainText("agua") & MATCH_ALL).count() == 1
    assert PostPage.objects.search(PlainText("agua")).facet("live") == {True: 2}
    assert NetworkPage.objects.search("agua").count() == 1
