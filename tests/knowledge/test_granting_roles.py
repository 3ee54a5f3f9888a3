"""Roles that were there before cases get what new ones are born with, and give it back."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group

from community.actions.roles import ensure_roles
from community.permissions import COORDINATING_UNIT, KNOWLEDGE_TEAM

pytestmark = pytest.mark.django_db

MIGRATIONS = [
    import_module(f"knowledge.migrations.{name}")
    for name in ("0004_roles_for_cases", "0006_whole_record", "0011_prices")
]


def rights(name):
    of_group = Group.objects.get(name=name).permissions
    return set(of_group.filter(content_type__app_label="knowledge").values_list("codename"))


def test_old_groups_get_what_new_ones_have():
    ensure_roles()
    born_with = {name: rights(name) for name in (COORDINATING_UNIT, KNOWLEDGE_TEAM)}

    for migration in MIGRATIONS:
        migration.take_back(apps, None)
    assert not rights(COORDINATING_UNIT) | rights(KNOWLEDGE_TEAM)
    for migration in MIGRATIONS:
        migration.grant(apps, None)

    assert {name: rights(name) for name in born_with} == born_with


def test_a_site_without_roles_yet_is_left_alone():
    for migration in MIGRATIONS:
        migration.grant(apps, None)

    assert not Group.objects.filter(name=KNOWLEDGE_TEAM).exists()
