"""Cases as tests want them, by the acts that make them so."""

from knowledge import actions
from knowledge.models import Case
from tests.factories import CaseFactory


def publish(team, **fields):
    """A case with these fields, sent by whoever registered it and published by the team."""
    case = CaseFactory(**fields)
    actions.send(case, case.registered_by)
    actions.publish(case, team)
    return Case.objects.get(pk=case.pk)
