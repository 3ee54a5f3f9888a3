"""The vocabulary that every site starts with."""

from importlib import import_module

import pytest
from django.apps import apps

from community.models import Theme
from tests.factories import ThemeFactory

pytestmark = pytest.mark.django_db
migration = import_module("community.migrations.0003_first_themes")


def test_a_new_site_knows_24_competences_and_what_lies_under_them():
    assert Theme.objects.first_level().count() == 24
    assert Theme.objects.exclude(parent=None).count() > 24
    assert not Theme.objects.filter(name_pt="").exists()
    assert not Theme.objects.filter(name_en="").exists()


def test_what_lies_under_a_theme_wears_its_hue():
    for theme in Theme.objects.exclude(parent=None).select_related("parent"):
        assert theme.family == theme.parent.family


def test_all_eight_families_are_used():
    used = set(Theme.objects.first_level().values_list("family", flat=True))

    assert used == set(Theme.Family.values)


def test_loading_again_keeps_what_an_editor_changed():
    Theme.objects.filter(slug="agua-y-saneamiento").update(name="Agua")
    before = Theme.objects.count()

    migration.load(apps, None)

    assert Theme.objects.get(slug="agua-y-saneamiento").name == "Agua"
    assert Theme.objects.count() == before


def test_undoing_leaves_what_is_in_use(member):
    own = ThemeFactory()
    member.themes.add(Theme.objects.get(slug="agua-potable"))

    migration.unload(apps, None)

    left = set(Theme.objects.values_list("slug", flat=True))
    assert left == {own.slug, "agua-y-saneamiento", "agua-potable"}
