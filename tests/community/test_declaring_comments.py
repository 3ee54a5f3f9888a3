"""What a model declares so that people can comment it."""

from types import SimpleNamespace

import pytest

from blog.models import PostPage
from community import commentable
from community.commentable import check_declarations, commentable_model, commentable_models
from knowledge.models import SolutionPage
from networks.models import NetworkPage, ResourcePage


def test_posts_solutions_and_resources_take_comments():
    assert {PostPage, SolutionPage, ResourcePage} <= set(commentable_models())
    assert NetworkPage not in set(commentable_models())


def test_they_are_found_by_their_word():
    assert commentable_model("publicacion") is PostPage
    assert commentable_model("red") is None


def test_all_that_take_comments_declare_what_is_needed():
    assert check_declarations() == []


def made_up(**declared):
    return SimpleNamespace(
        _meta=SimpleNamespace(label="town.Thing"), _default_manager=SimpleNamespace(), **declared
    )


def test_the_check_says_what_is_missing(monkeypatch):
    monkeypatch.setattr(commentable, "commentable_models", lambda: [made_up(search_kind="cosa")])

    (error,) = check_declarations()

    assert "town.Thing" in error.msg
    for name in ("comments", "is_moderated_by", "told_of_comments", "visible_to", "moderated_by"):
        assert name in error.msg
    assert "search_kind" not in error.msg


@pytest.mark.parametrize(("second", "errors"), [("otra", 0), ("cosa", 1)])
def test_two_models_do_not_share_a_word(monkeypatch, second, errors):
    things = [made_up(search_kind=word) for word in ("cosa", second)]
    monkeypatch.setattr(commentable, "commentable_models", lambda: things)
    monkeypatch.setattr(commentable, "missing_in", lambda model: [])

    assert len(check_declarations()) == errors
