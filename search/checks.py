"""What `manage.py check` says of models that want to be found and lack a part of the protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.checks import Error
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from wagtail.models import Page
from wagtail.search.index import class_is_indexed

from search.kinds import declaring_models

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.checks import CheckMessage


def check_protocol(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """One error for each part that is missing."""
    return [
        Error(
            f"{model.__name__} declares `search_kind` and lacks {part}.",
            obj=model,
            id="search.E001",
        )
        for model in declaring_models()
        for part in missing_parts(model)
    ]


def missing_parts(model: Any) -> Iterator[str]:
    if not class_is_indexed(model):
        yield "`index.Indexed` with `search_fields`"
    for method in ("search_facets", "search_audience"):
        if not callable(getattr(model, method, None)):
            yield f"the method `{method}`"
    if not hasattr(model._default_manager.all(), "visible_to"):
        yield "`visible_to` on its manager"
    if not issubclass(model, Page):
        yield from missing_for_its_row(model)


def missing_for_its_row(model: Any) -> Iterator[str]:
    if not hasattr(model._default_manager.all(), "for_search"):
        yield "`for_search` on its manager"
    if not hasattr(model, "get_absolute_url"):
        yield "the method `get_absolute_url`"
    try:
        get_template(getattr(model, "search_template", ""))
    except TemplateDoesNotExist:
        yield "a `search_template` that exists"
