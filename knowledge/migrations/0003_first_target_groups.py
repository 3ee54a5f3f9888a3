"""Loads the people a case may be for."""

from django.db import migrations

# Slug, Spanish, Portuguese, English.
GROUPS = [
    ("ninez", "Niñez", "Infância", "Children"),
    ("juventud", "Juventud", "Juventude", "Young people"),
    ("mayores", "Personas mayores", "Pessoas idosas", "Older people"),
    ("mujeres", "Mujeres", "Mulheres", "Women"),
    ("lgbti", "Personas LGBTI", "Pessoas LGBTI", "LGBTI people"),
    ("discapacidad", "Personas con discapacidad", "Pessoas com deficiência", "People with disabilities"),
    ("indigenas", "Pueblos indígenas", "Povos indígenas", "Indigenous peoples"),
    ("afrodescendientes", "Personas afrodescendientes", "Pessoas afrodescendentes", "People of African descent"),
    ("migrantes", "Personas migrantes o desplazadas", "Pessoas migrantes ou deslocadas", "Migrants and displaced people"),
    ("rural", "Población rural", "População rural", "Rural population"),
    ("informalidad", "Personas en la economía informal", "Pessoas na economia informal", "People in the informal economy"),
    ("funcionariado", "Funcionariado municipal", "Funcionalismo municipal", "Municipal staff"),
    ("empresas", "Empresas y emprendimientos", "Empresas e empreendimentos", "Companies and entrepreneurs"),
    ("toda-la-poblacion", "Toda la población", "Toda a população", "The whole population"),
]


def load(apps, schema_editor):
    """Add what is missing; what somebody has changed since stays."""
    TargetGroup = apps.get_model("knowledge", "TargetGroup")
    for order, (slug, name, name_pt, name_en) in enumerate(GROUPS):
        TargetGroup.objects.get_or_create(
            slug=slug,
            defaults={
                "name": name,
                "name_pt": name_pt,
                "name_en": name_en,
                "sort_order": 10 * (order + 1),
            },
        )


def unload(apps, schema_editor):
    """Take away those of this list that no case carries."""
    TargetGroup = apps.get_model("knowledge", "TargetGroup")
    slugs = [slug for slug, *_names in GROUPS]
    TargetGroup.objects.filter(slug__in=slugs, cases__isnull=True).delete()


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0002_cases")]

    operations = [migrations.RunPython(load, unload)]
