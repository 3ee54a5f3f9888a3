"""What people can follow, and what such a model declares.

    is_followable = True
    follow_kind = "red"                   its word in addresses
    objects                               with visible_to(user)
    get_absolute_url() or Page.get_url()  where it is read

A thing may also say through what else people hear of its news:

    followed_through() -> list            networks, themes, places: whoever follows one is told
    get_stream_territory() -> Territory   in whose stream its news stand
    stream_fields                         of what is no page: fields its name and address need;
                                          "network__slug" is set as `network_slug`

    may_name(person) -> bool              whether its followers may be told that they did something

and its query set, for what is no page, how the streams of networks and themes find it:

    in_networks(keys)                     rows shown in one of these networks
    about_themes(keys)                    rows about one of these themes

`manage.py check` says what is missing. Nothing here knows which models those are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.checks import Error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.checks import CheckMessage


def followable_models() -> Iterator[Any]:
    """The models whose rows people may follow."""
    return (model for model in apps.get_models() if getattr(model, "is_followable", False))


def followable_model(kind: str) -> Any:
    """The one called so in addresses: "red", "tema", "persona"... None when there is none."""
    return next((model for model in followable_models() if model.follow_kind == kind), None)


def missing_in(model: Any) -> list[str]:
    """What a followable model has not declared."""
    missing = [] if hasattr(model, "follow_kind") else ["follow_kind"]
    if not hasattr(model._default_manager, "visible_to"):
        missing.append("visible_to")
    if not hasattr(model, "get_absolute_url") and not hasattr(model, "get_url"):
        missing.append("get_absolute_url")
    return missing


def check_declarations(**options: Any) -> list[CheckMessage]:
    """A system check: every followable model declares what following it needs."""
    found: list[CheckMessage] = []
    kinds: dict[str, Any] = {}
    for model in followable_models():
        missing = missing_in(model)
        if missing:
            found.append(
                Error(
                    f"People may follow {model._meta.label}, but it lacks {', '.join(missing)}.",
                    hint="community/followable.py says what each is for.",
                    obj=model,
                    id="community.E003",
                )
            )
        elif kinds.setdefault(model.follow_kind, model) is not model:
            other = kinds[model.follow_kind]._meta.label
            found.append(
                Error(
                    f"{model._meta.label} and {other} share the address word {model.follow_kind}.",
                    obj=model,
                    id="community.E004",
                )
            )
    return found
