"""Make the pictures of the guides in docs/ anew, from the demonstration, in a real browser.

    python -m docs.make_screenshots [--at http://localhost:8000 --password WORD] [NAME …]

Alone it prepares a site of its own, which takes some minutes; `--at` takes one
that runs. Catalogues have to be compiled (`make setup`). What it opens, uploads
and gathers on the way stays on that site.
"""

from __future__ import annotations

import argparse
import io
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.chromium import launch
from tests.browser.conftest import ROOT, RunningSite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

IMAGES = ROOT / "docs" / "images"
FILES = ROOT / "networks" / "demo" / "files"
MOST_BYTES = 60_000
# Of whoever is given a network to coordinate, and of who coordinates since long.
NEW, LONG, UNIT = "luzmila-cardeo", "ines-paredal", "unidad"
OFFICIAL = "funcionaria"
TITLE, NETWORK = "Red de Mercados y Ferias", "/redes/red-de-mercados-y-ferias/"


def wide(height: int) -> dict[str, Any]:
    return {"viewport": {"width": 1280, "height": height}}


def phone(height: int) -> dict[str, Any]:
    screen = {"width": 390, "height": height}
    return {"viewport": screen, "device_scale_factor": 1.5, "has_touch": True, "is_mobile": True}


def fill_in_network(page: Page) -> None:
    page.goto("/admin/redes/nueva/?tipo=sectoral")
    page.fill("[name=title]", TITLE)
    page.fill("[name=summary]", "Quienes administran mercados y ferias de su municipio.")
    page.fill(
        "[name=purpose]",
        "Que nadie tenga que comprar un puesto: comparamos cómo se asignan, cuánto se cobra y"
        " cómo queda limpia la plaza al cerrar.",
    )
    page.click("#id_coordinator_1-chooser [data-chooser-action-choose]")
    page.fill(".modal input[name=q]", "Cardeo")
    page.locator(".modal a", has_text="Cardeo").click()
    page.locator(".modal").wait_for(state="hidden")
    page.locator("[name=title]").scroll_into_view_if_needed()


def open_network(page: Page) -> None:
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()


def see_first_steps(page: Page) -> None:
    page.goto(NETWORK)
    bring_up(page, ".first-steps")


def bring_up(page: Page, selector: str) -> None:
    """The place at the upper edge, a little below it."""
    place = page.locator(selector).first
    place.evaluate("it => { it.style.scrollMarginTop = '.5rem'; it.scrollIntoView(); }")
    page.wait_for_timeout(300)


def see_desk(page: Page) -> None:
    """As it looks once the first steps are taken."""
    page.goto("/redes/agua/mesa/")
    hide = page.locator(".first-steps button")
    if hide.count():
        hide.click()
        page.goto("/redes/agua/mesa/")


def edit(page: Page, address: str) -> None:
    """From a page of the site to where it is written, by the link of whoever may."""
    page.goto(address)
    page.get_by_role("link", name="Editar", exact=True).first.click()
    page.locator("[name=title]").wait_for()
    page.wait_for_timeout(800)


def edit_post(page: Page) -> None:
    edit(page, "/redes/agua/blog/sisar-ceara-juntas-que-no-estan-solas/")


def edit_solution(page: Page) -> None:
    edit(page, "/redes/agua/soluciones/constituir-y-acompanar-una-junta-de-agua/")
    bring_up(page, "#panel-child-contenido-steps-section")


def upload_many(page: Page) -> None:
    page.goto("/redes/agua/cargar/")
    files = [str(file) for file in sorted(FILES.glob("*.xlsx"))]
    page.set_input_files("input[type=file]", files)
    page.locator("main form button[type=submit]").first.click()
    page.locator("main table tbody tr, main [name$=title]").first.wait_for(timeout=20_000)


def see_who_comes(page: Page) -> None:
    page.goto("/redes/agua/eventos/taller-tarifas-que-sostienen-el-acueducto/")
    page.locator("a[href$='/lista/']").first.click()
    page.wait_for_load_state()
    bring_up(page, "main search, main .filters")


def see_requests(page: Page) -> None:
    page.goto("/redes/finanzas/miembros/coordinar/")
    bring_up(page, "main p[role=status]")


def see_letter(title: str) -> Callable[[Page], None]:
    def see(page: Page) -> None:
        page.goto("/redes/agua/mesa/cartas/")
        page.get_by_role("link", name=title).click()
        page.wait_for_load_state()
        bring_up(page, "main .wrap p.small")

    return see


def see_replica(page: Page) -> None:
    """One that the official keeps, with something late."""
    page.goto("/replicas/?parte=mias")
    page.get_by_role("link", name="recicladores").first.click()
    page.get_by_role("link", name="Resultados, costos y visitas").click()
    page.wait_for_load_state()
    bring_up(page, "main h1")


def of_the_crossings(part: str, place: str) -> Callable[[Page], None]:
    """A page of the experience that travelled furthest."""

    def show(page: Page) -> None:
        page.goto("/experiencias/?tema=seguridad-vial")
        page.get_by_role("link", name="Cruces seguros").first.click()
        page.wait_for_load_state()
        page.goto(f"{page.url.split('?')[0]}{part}/")
        bring_up(page, place)

    return show


def gather(page: Page) -> None:
    page.goto("/redes/agua/mesa/archivo/")
    page.get_by_role("button", name="Reunir").first.click()
    while not page.locator("main a[href$='/'][href*='/mesa/archivo/']", has_text="Desc").count():
        page.wait_for_timeout(1000)
        page.goto("/redes/agua/mesa/archivo/")


@dataclass(frozen=True)
class Picture:
    """Who sees what on which screen; `afterwards` goes on where the picture was taken.

    `guide` is the one that shows it, and its folder.
    """

    name: str
    account: str
    screen: dict[str, Any]
    show: Callable[[Page], None]
    afterwards: Callable[[Page], None] = field(default=lambda page: None)
    guide: str = "editors"


PICTURES = [
    Picture("abrir-una-red", UNIT, wide(1060), fill_in_network, open_network),
    Picture("primeros-pasos", NEW, phone(620), see_first_steps),
    Picture("mesa", LONG, wide(900), see_desk),
    Picture("escribir-una-publicacion", LONG, wide(900), edit_post),
    Picture("escribir-una-solucion", LONG, wide(900), edit_solution),
    Picture("cargar-muchos-archivos", LONG, wide(900), upload_many),
    Picture("quien-viene", LONG, phone(640), see_who_comes),
    Picture("quien-pide-entrar", "remigio-zabaleta", phone(620), see_requests),
    Picture("carta", LONG, wide(620), see_letter("Lo que logramos")),
    Picture("como-llego", LONG, wide(560), see_letter("Taller de lectura")),
    Picture("llevarse-la-red", LONG, wide(760), gather),
    Picture("seguimiento", OFFICIAL, wide(900), see_replica, guide="transfers"),
    Picture(
        "arbol", OFFICIAL, wide(760), of_the_crossings("replicas", "main h1"), guide="transfers"
    ),
    Picture(
        "a-su-alcance",
        OFFICIAL,
        wide(820),
        of_the_crossings("factibilidad", "main h1"),
        guide="transfers",
    ),
]


def take(browser: Browser, url: str, password: str, picture: Picture) -> None:
    context = browser.new_context(base_url=url, locale="es-PA", **picture.screen)
    page = context.new_page()
    page.goto("/cuenta/entrar/")
    page.fill("input[name=login]", f"{picture.account}@demo.example")
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda address: "/entrar/" not in address)
    picture.show(page)
    size = keep(page.screenshot(), IMAGES / picture.guide / f"{picture.name}.webp")
    print(f"{picture.name}: {size:,} bytes")
    picture.afterwards(page)
    context.close()


def keep(shot: bytes, file: Path) -> int:
    """As well as fits into `MOST_BYTES`."""
    image = Image.open(io.BytesIO(shot)).convert("RGB")
    file.parent.mkdir(parents=True, exist_ok=True)
    for quality in range(85, 20, -5):
        image.save(file, quality=quality, method=6)
        if file.stat().st_size <= MOST_BYTES:
            break
    return file.stat().st_size


@contextmanager
def prepared_site() -> Iterator[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        site = RunningSite(Path(folder) / "data")
        site.folder.mkdir()
        site.start()
        try:
            yield site.url, site.password
        finally:
            site.stop()


@contextmanager
def running_site(url: str, password: str) -> Iterator[tuple[str, str]]:
    yield url, password


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("names", nargs="*")
    asked.add_argument("--at")
    asked.add_argument("--password", default="")
    told = asked.parse_args()
    place = running_site(told.at, told.password) if told.at else prepared_site()
    with place as (url, password), sync_playwright() as playwright:
        browser = launch(playwright)
        for picture in PICTURES:
            if not told.names or picture.name in told.names:
                take(browser, url, password, picture)
        browser.close()


if __name__ == "__main__":
    main()
