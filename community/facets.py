"""What the filters beside a list are drawn from: the directory of people, the library of cases."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

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


class Narrowed:
    """What every page says that is narrowed by filters; `facets` are those of the page. A mixin."""

    facets: list[Any]

    @property
    def offered(self) -> list[Any]:
        return [each for each in self.facets if each.is_offered]

    @property
    def chosen(self) -> list[Option]:
        return [option for each in self.facets for option in each.options if option.is_chosen]
