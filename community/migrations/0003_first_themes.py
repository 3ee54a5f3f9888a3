"""Loads the vocabulary of municipal competences: 24 themes and what lies under each."""

import json
from pathlib import Path

from django.db import migrations

THEMES = Path(__file__).with_name("first_themes.json")


def load(apps, schema_editor):
    """Add what is missing; what somebody has changed since stays."""
    Theme = apps.get_model("community", "Theme")
    for order, row in enumerate(json.loads(THEMES.read_text())):
        children = row.pop("children")
        theme, _ = Theme.objects.get_or_create(
            slug=row["slug"], defaults={**row, "sort_order": 10 * (order + 1)}
        )
        for place, child in enumerate(children):
            Theme.objects.get_or_create(
                slug=child["slug"],
                defaults={
                    **child,
                    "parent": theme,
                    "family": theme.family,
                    "sort_order": 10 * (place + 1),
                },
            )


def unload(apps, schema_editor):
    """Take away the themes of this file that nothing carries."""
    Theme = apps.get_model("community", "Theme")
    rows = json.loads(THEMES.read_text())
    second = [child["slug"] for row in rows for child in row["children"]]
    unused = {"page_themes__isnull": True, "people__isnull": True}
    Theme.objects.filter(slug__in=second, **unused).delete()
    first = [row["slug"] for row in rows]
    Theme.objects.filter(slug__in=first, children__isnull=True, **unused).delete()


class Migration(migrations.Migration):
    dependencies = [("community", "0002_what_pages_share")]

    operations = [migrations.RunPython(load, unload)]
