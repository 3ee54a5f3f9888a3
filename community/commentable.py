"""What people can comment, and what such a model declares.

    is_commentable = True
    search_kind = "publicacion"                   its word in addresses
    comments = GenericRelation("community.Comment")   they go when it goes
    objects                                       with visible_to(user) and moderated_by(user)
    get_absolute_url() or Page.get_url()          where it is read, and its comments with it
    is_moderated_by(user) -> bool                 who may hide what is said there
    told_of_comments() -> list[User]              who is told when somebody comments

It may also declare

    takes_comments                      whether this one still takes new ones; else all do
    accepting(user)                     where this person may accept a comment as the answer: an
                                        address that gets its number as `comentario`, or ""
    caution_for(user)                   what this person should know before they comment, or ""
    accepted_id                         the number of the comment that was accepted, or None

`manage.py check` says what is missing. Nothing here knows which models those are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.checks import Error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.checks import CheckMessage
    from django.db.models import Model
    from django.http import HttpRequest

DECLARED = ("search_kind", "comments", "is_moderated_by", "told_of_comments")
ASKED_OF_ROWS = ("visible_to", "moderated_by")


def commentable_models() -> Iterator[Any]:
    """The models whose rows people may comment."""
    return (model for model in apps.get_models() if getattr(model, "is_commentable", False))


def commentable_model(kind: str) -> Any:
    """The one called so in addresses: "publicacion", "solucion"... None when there is none."""
    return next((model for model in commentable_models() if model.search_kind == kind), None)


def address_of(thing: Any, request: HttpRequest | None = None) -> str:
    """Where the thing is read, without the host. With a request a page costs no query."""
    if hasattr(thing, "get_absolute_url"):
        return str(thing.get_absolute_url())
    return thing.get_url(request) or "/"


def missing_in(model: Any) -> list[str]:
    """What a commentable model has not declared."""
    missing = [name for name in DECLARED if not hasattr(model, name)]
    missing += [name for name in ASKED_OF_ROWS if not hasattr(model._default_manager, name)]
    if not hasattr(model, "get_absolute_url") and not hasattr(model, "get_url"):
        missing.append("get_absolute_url")
    return missing


def check_declarations(**options: Any) -> list[CheckMessage]:
    """A system check: every commentable model declares what its comments need."""
    found: list[CheckMessage] = []
    kinds: dict[str, type[Model]] = {}
    for model in commentable_models():
        missing = missing_in(model)
        if missing:
            found.append(
                Error(
                    f"People may comment {model._meta.label}, but it lacks {', '.join(missing)}.",
                    hint="community/commentable.py says what each is for.",
                    obj=model,
                    id="community.E001",
                )
            )
        elif kinds.setdefault(model.search_kind, model) is not model:
            other = kinds[model.search_kind]._meta.label
            found.append(
                Error(
                    f"{model._meta.label} and {other} share the address word {model.search_kind}.",
                    obj=model,
                    id="community.E002",
                )
            )
    return found
