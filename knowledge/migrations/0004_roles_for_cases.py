"""Roles that exist already may work on cases too; new sites get theirs with their groups."""

from django.db import migrations

CASES = [("case", "view"), ("case", "change")]
GROUPS = [("targetgroup", act) for act in ("add", "change", "view")]
# Names of the groups as `community.permissions` has them.
ROLES = {"Unidad coordinadora": [*CASES, *GROUPS], "Gestión del conocimiento": CASES}


def permission(apps, model, act):
    """Made here when it is not there yet: Django makes them after all migrations have run."""
    kinds = apps.get_model("contenttypes", "ContentType").objects
    kind, _created = kinds.get_or_create(app_label="knowledge", model=model)
    words = "target group" if model == "targetgroup" else "experience"
    found, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename=f"{act}_{model}", defaults={"name": f"Can {act} {words}"}
    )
    return found


def grant(apps, schema_editor):
    for name, rights in ROLES.items():
        for group in apps.get_model("auth", "Group").objects.filter(name=name):
            group.permissions.add(*(permission(apps, *right) for right in rights))


def take_back(apps, schema_editor):
    for name, rights in ROLES.items():
        for group in apps.get_model("auth", "Group").objects.filter(name=name):
            group.permissions.remove(*(permission(apps, *right) for right in rights))


class Migration(migrations.Migration):
    dependencies = [
        ("knowledge", "0003_first_target_groups"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(grant, take_back)]
