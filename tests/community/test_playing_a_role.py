"""Roles: what each may do, and the predicates that ask for them."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images.permissions import permission_policy as image_policy
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from community import permissions
from community.actions.roles import ROLES, ensure_roles
from community.models import Theme, User
from tests.factories import MemberFactory

Audience = User.Audience


@pytest.fixture
def cast(db):
    """One person of each role, by the name of the role."""
    ensure_roles()
    people = {"visitor": AnonymousUser(), "stranger": MemberFactory()}
    for role, group in [
        ("facilitator", permissions.FACILITATORS),
        ("team", permissions.KNOWLEDGE_TEAM),
        ("unit", permissions.COORDINATING_UNIT),
    ]:
        people[role] = MemberFactory(display_name=role)
        people[role].groups.add(Group.objects.get(name=group))
    people["admin"] = MemberFactory(is_superuser=True)
    return people


def those_who(cast, predicate, *things):
    return {role for role, person in cast.items() if predicate(person, *things)}


def test_the_predicates_know_the_roles(cast):
    assert those_who(cast, permissions.is_coordinating_unit) == {"unit", "admin"}
    assert those_who(cast, permissions.is_knowledge_team) == {"team", "admin"}
    assert those_who(cast, permissions.is_facilitator) == {"facilitator"}


def test_somebody_deactivated_has_no_role(cast):
    cast["unit"].is_active = False

    assert not permissions.is_coordinating_unit(cast["unit"])


def test_each_role_enters_the_admin_or_not(cast, client):
    enter = {role: person.has_perm("wagtailadmin.access_admin") for role, person in cast.items()}

    assert {role for role, may in enter.items() if may} == {"team", "unit", "admin"}


def test_the_unit_edits_everything_editorial(cast, home):
    unit = cast["unit"]
    may = home.permissions_for_user(unit)

    assert may.can_edit()
    assert may.can_publish()
    assert may.can_add_subpage()
    assert unit.has_perms(
        ["community.change_user", "community.change_theme", "community.change_organization"]
    )
    for policy in (image_policy, document_policy):
        for act in ("add", "change", "choose", "delete"):
            assert policy.user_has_permission(unit, act)
    assert not unit.has_perm("auth.change_group")


def test_the_knowledge_team_writes_drafts_and_publishes_none(cast, home):
    may = home.permissions_for_user(cast["team"])

    assert may.can_edit()
    assert not may.can_publish()
    assert not cast["team"].has_perm("community.change_user")


def test_a_facilitator_and_a_member_reach_no_page(cast, home):
    for role in ("stranger", "facilitator"):
        assert not PagePermissionPolicy().explorable_instances(cast[role]).exists()


def test_making_the_roles_again_leaves_what_the_unit_changed(cast):
    group = Group.objects.get(name=permissions.COORDINATING_UNIT)
    group.permissions.clear()
    group.page_permissions.all().delete()

    ensure_roles()

    assert not group.permissions.exists()
    assert not group.page_permissions.exists()
    assert Group.objects.filter(name__in=ROLES).count() == 3


def test_roles_are_found_whatever_else_the_tables_hold(db):
    """The permissions of `ensure_roles` all exist on a fresh database."""
    ensure_roles()

    assert Page.objects.get(depth=1).group_permissions.exists()
    assert Theme._meta.label == "community.Theme"


# --- Profiles and addresses ------------------------------------------------------------


def test_everyone_edits_the_own_profile_and_no_other(cast):
    person = cast["stranger"]

    assert those_who(cast, permissions.can_edit_profile, person) == {"stranger"}


@pytest.mark.parametrize(
    ("audience", "seen_by"),
    [
        (Audience.NOBODY, {"stranger"}),
        (Audience.COORDINATORS, {"stranger"}),
        (Audience.MEMBERS, {"stranger", "facilitator", "team", "unit", "admin"}),
        (Audience.EVERYONE, {"stranger", "facilitator", "team", "unit", "admin"}),
    ],
)
def test_each_decides_who_sees_the_address_and_visitors_never_do(cast, audience, seen_by):
    person = cast["stranger"]
    person.email_audience = audience
    person.save()

    assert those_who(cast, permissions.can_see_email, person) == seen_by


def test_nobody_manages_an_account_above_the_own_rights(cast):
    assert those_who(cast, permissions.can_manage_account, cast["stranger"]) == {"unit", "admin"}
    assert those_who(cast, permissions.can_manage_account, cast["admin"]) == {"admin"}


def test_accounts_are_closed_by_their_owner(cast):
    assert those_who(cast, permissions.can_close_account, cast["unit"]) == {"unit"}
    assert those_who(cast, permissions.can_close_account, cast["admin"]) == set()
