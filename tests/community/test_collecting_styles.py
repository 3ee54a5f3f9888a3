"""One stylesheet, of many: what `collectstatic` makes of main.css."""

import json
import re
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command

from community import storage

SOURCES = Path(storage.__file__).parent / "static"
MAIN = "community/css/main.css"


@pytest.fixture
def collected(settings, tmp_path):
    """A function that collects our own static files and gives the stylesheet that is served."""
    settings.STATIC_ROOT = tmp_path
    settings.STATICFILES_DIRS = [SOURCES]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "community.storage.InlinedManifestStaticFilesStorage"},
    }

    def collect():
        call_command("collectstatic", interactive=False, verbosity=0)
        names = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
        return tmp_path / names[MAIN]

    return collect


def test_the_stylesheet_imports_nothing(collected):
    css = collected().read_text()

    assert "@import" not in css
    assert "@layer components {" in css
    assert "@media print {" in css
    assert ".masthead" in css


def test_the_order_of_the_layers_is_declared_before_anything_else(collected):
    css = collected().read_text()

    first = css.lstrip().partition(";")[0]
    assert first.startswith("@layer reset, tokens, base")
    declared = [name.strip() for name in first.removeprefix("@layer ").split(",")]
    used = list(dict.fromkeys(re.findall(r"@layer (\w+) \{", css)))
    assert used == [name for name in declared if name in used]


def test_every_part_is_inside_and_none_twice(collected):
    css = collected().read_text()

    parts = [path for path in (SOURCES / "community/css").rglob("*.css") if path.name != "main.css"]
    for part in parts:
        body = storage.COMMENT.sub("", part.read_text()).strip()
        assert css.count(body) == 1, part.name


def test_the_name_carries_a_hash_and_a_compressed_copy_lies_beside(collected):
    sheet = collected()

    assert re.fullmatch(r"main\.[0-9a-f]{12}\.css", sheet.name)
    assert sheet.with_name(f"{sheet.name}.gz").exists()


def test_collecting_twice_gives_the_same(collected):
    assert collected() == collected()


def write(folder, **files):
    for name, text in files.items():
        (folder / f"{name}.css").write_text(text)
    place = FileSystemStorage(folder)
    return {f"{name}.css": (place, f"{name}.css") for name in files}


@pytest.mark.parametrize("css", ['@import "c.css";', "a { background: url(b.png) }"])
def test_a_part_that_names_another_file_is_refused(tmp_path, css):
    paths = write(tmp_path, main='@import "part.css" layer(base);', part=css)

    with pytest.raises(storage.UnmovableStyleError, match=r"part\.css"):
        storage.inlined(paths, "main.css")


def test_a_missing_part_is_a_mistake(tmp_path):
    paths = write(tmp_path, main='@import "part.css";')

    with pytest.raises(KeyError):
        storage.inlined(paths, "main.css")
