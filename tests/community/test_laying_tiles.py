"""Floor tiles: each its own, and the same every time."""

import re
from itertools import pairwise

import pytest

from community import tiles
from community.models import Theme
from community.tile_cells import CELLS

FAMILIES = sorted(CELLS)
FORBIDDEN = re.compile(r"style|NaN|inf|\.\d{4}")


def drawing(family, number):
    return tiles.motif(family, f"/inicio/redes/{family}/blog/{number}/", "name")


def test_every_theme_family_has_tiles():
    assert sorted(Theme.Family.values) == FAMILIES


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_has_twelve_cells(family):
    looks = {tiles.laid(path, 0, 0, 0) for path, _is_full in CELLS[family]}

    assert len(looks) == len(CELLS[family]) == 12


@pytest.mark.parametrize("family", FAMILIES)
def test_two_hundred_things_of_a_family_wear_different_tiles(family):
    drawings = [drawing(family, number) for number in range(200)]

    assert len(set(drawings)) >= 190
    assert all(one != other for one, other in pairwise(drawings))


@pytest.mark.parametrize("family", FAMILIES)
def test_a_tile_is_small_and_plain(family):
    for number in range(50):
        svg = tiles.tile(family, str(number))
        assert len(svg) < 900
        assert not FORBIDDEN.search(svg)


def test_the_same_code_gives_the_same_tile():
    assert tiles.tile("agua", "a") == tiles.tile("agua", "a")
    assert tiles.tile("agua", "a") != tiles.tile("agua", "b")
    assert tiles.tile("agua", "a") != tiles.tile("social", "a")


def test_a_family_nobody_knows_gets_tiles_all_the_same():
    assert 'data-family="gestion"' in tiles.tile("unicorns", "a")


def test_bands_of_one_page_do_not_share_their_pattern():
    names = re.findall(r'id="(\w+)"', tiles.dado("agua", "a") + tiles.frieze("agua", "a"))

    assert len(names) == len(set(names)) == 4


def test_a_cell_turned_four_times_lies_as_before():
    path = "M4 0A4 4 0 0 1 0 4"
    turned = path
    for _time in range(4):
        turned = tiles.laid(turned, tiles.TURNS.index((0, -1, 1, 0)), 0, 0)

    assert turned == path


def test_a_mirrored_arc_goes_round_the_other_way():
    assert tiles.laid("M4 0A4 4 0 0 1 0 4", tiles.TRANSPOSED, 0, 0) == "M0 4A4 4 0 0 0 4 0"
