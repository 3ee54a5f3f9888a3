"""People of a role, made the short way."""

from django.contrib.auth.models import Group

from community.actions.roles import ensure_roles
from tests.factories import MemberFactory


def somebody_of(group, handle):
    ensure_roles()
    person = MemberFactory(handle=handle, display_name=handle.title())
    person.groups.add(Group.objects.get(name=group))
    return person
