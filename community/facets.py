"""What the filters beside a list are drawn from: the directory of people, the library of cases."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

SEEN_AT_ONCE = 8


@dataclass
class Option:
    """A value of a filter: what it is called and how many rows it would find."""

    value: str
    label: str
    count: int
    is_chosen: bool = False
    # The address of the list without it.
    without: str = ""


@dataclass
class Choice:
    """One filter: its parameter in the address, what is chosen in it, what it offers."""

    name: str
    chosen: list[str]
    options: list[Option] = field(default_factory=list)

    @property
    def first(self) -> list[Option]:
        return self.options[:SEEN_AT_ONCE]

    @property
    def rest(self) -> list[Option]:
        return self.options[SEEN_AT_ONCE:]

    @property
    def is_offered(self) -> bool:
        return bool(self.options)


def mark_chosen(
    request: HttpRequest,
    choice: Choice,
    called: Callable[[str], str],
    order: Callable[[Option], Any] | None = None,
) -> None:
    """Mark what is chosen, also what finds nothing now, and put the options in their order.

    `called` names a value nobody offered. Without an `order` those chosen come first, then
    those that find most.
    """
    known = {option.value for option in choice.options}
    missing = (value for value in choice.chosen if value not in known)
    choice.options += [Option(value, called(value), 0) for value in missing]
    for option in choice.options:
        option.is_chosen = option.value in choice.chosen
        if option.is_chosen:
            option.without = address_without(request, choice, option.value)
    choice.options.sort(key=order or by_number)


def by_number(option: Option) -> tuple[bool, int, str]:
    return (not option.is_chosen, -option.count, option.label.casefold())


def address_without(request: HttpRequest, choice: Choice, value: str) -> str:
    """Where the same list is without one of the values chosen, from its first page on."""
    parameters = request.GET.copy()
    parameters.pop("pagina", None)
    parameters.setlist(choice.name, [each for each in choice.chosen if each != value])
    query = parameters.urlencode()
    return f"{request.path}?{query}" if query else request.path


class Narrowed:
    """What every page says that is narrowed by filters; `facets` are those of the page. A mixin."""

    facets: list[Any]

    @property
    def offered(self) -> list[Any]:
        return [each for each in self.facets if each.is_offered]

    @property
    def chosen(self) -> list[Option]:
        return [option for each in self.facets for option in each.options if option.is_chosen]
