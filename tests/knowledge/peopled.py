"""Municipalities whose inhabitants are known, with the year they were counted in."""

from tests.knowledge.transfers import town as nameless

YEAR = 2020


def town(name, population=None, **facts):
    """As in `tests.knowledge.transfers`."""
    year = {"population_year": YEAR} if population is not None else {}
    return nameless(name, population, **{**year, **facts})
