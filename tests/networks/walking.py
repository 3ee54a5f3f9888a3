"""Every address the site answers at, found by itself, with something in place of each parameter."""

import re
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from django.urls import get_resolver
from django.urls.resolvers import URLResolver

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^()]*\)")
ADMIN = "admin/"


@dataclass(frozen=True)
class Address:
    """A pattern of addresses: its name with its namespaces, how it is written, its parameters."""

    name: str
    route: str
    parameters: tuple[str, ...]
    view: Any = field(compare=False)

    @property
    def is_of_the_admin(self):
        return self.route.startswith(ADMIN)

    def __str__(self):
        return f"{self.name} ({self.route})"

    def filled(self, values):
        """The address with these values in place of its parameters."""
        path = PARAMETER.sub(lambda found: str(values[found[1] or found[2]]), self.route)
        return "/" + path.replace("^", "").replace("$", "").replace("\\.", ".")


def addresses(resolver=None, spaces=(), before=""):
    """All there are, each once."""
    known = set()
    for each in found(resolver or get_resolver(), spaces, before):
        if each not in known:
            known.add(each)
            yield each


def found(resolver, spaces, before):
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from found(pattern, inner, route)
            continue
        names = tuple(one or other for one, other in PARAMETER.findall(route))
        yield Address(":".join((*spaces, pattern.name or "")), route, names, pattern.callback)


def values_for(address, table):
    """What to put for its parameters: one dictionary for each way to walk it.

    `table` says it by the beginning of names, the longest that fits first, and
    then under "": for each parameter a list of values, or under "*" the
    dictionaries themselves. None, when it does not know a parameter.
    """
    fitting = sorted((key for key in table if address.name.startswith(key)), key=len, reverse=True)
    for key in fitting:
        if "*" in table[key]:
            return table[key]["*"]
    lists = []
    for name in address.parameters:
        known = next((table[key][name] for key in fitting if name in table[key]), None)
        if known is None:
            return None
        lists.append(known)
    return [dict(zip(address.parameters, values, strict=True)) for values in product(*lists)]
