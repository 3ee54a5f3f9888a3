"""Of what was withdrawn no title is left with needs; names in what others wrote are found."""

import pytest
from django.utils import translation

from knowledge import actions as of_cases
from knowledge.actions import needs as actions
from knowledge.actions.need_answers import answer_need
from knowledge.models import Case, Transfer
from knowledge.traces import replace_everywhere, traces_of
from knowledge.transfer_kinds import TransferAudience
from tests.factories import MemberFactory
from tests.knowledge.feedback import say
from tests.knowledge.transfers import official, repeat, town
from tests.knowledge.whose_names import holders

pytestmark = pytest.mark.django_db


@pytest.fixture
def helper(db):
    return MemberFactory(handle="hilda", display_name="Hilda")


def test_of_a_case_that_was_withdrawn_no_title_is_left(
    client, need, clerk, helper, published, team, home
):
    answer = answer_need(need, helper, thing=published)
    need.refresh_from_db()
    actions.solve(need, clerk, answer=answer)
    place = need.place.get_absolute_url()
    for address in (need.get_absolute_url(), place):
        assert published.title in client.get(address).content.decode()

    of_cases.unpublish(published, team, "It was not true.")

    pages = [need.get_absolute_url(), place, f"/necesidades/{need.pk}/estado/"]
    for reader in (None, helper, clerk):
        client.logout()
        if reader:
            client.force_login(reader)
        for address in pages[: 3 if reader == clerk else 2]:
            page = client.get(address).content.decode()
            assert published.title not in page, address
            assert published.get_absolute_url() not in page
    page = client.get(f"/en{pages[0]}").content.decode()
    assert "an experience" in page
    assert "it is not published any more" in page
    assert not holders(published.title) & {"knowledge.Need", "knowledge.NeedAnswer"}
    assert "knowledge.NeedStep" not in holders(published.title)


NAME = "Petronila Uzcátegui"


def test_a_name_in_what_others_wrote_is_found_with_what_to_do(published, need, clerk, helper):
    """What others wrote is theirs to change; what the people of the case said is replaced."""
    said = say(published, helper, text=f"Ask {NAME}.", source=f"{NAME}, 2024")
    said.answer, said.disposition = "Yes, petronila uzcategui knows.", "answered"
    said.save()
    transfer = repeat(published, town("Baruta"), reason=f"{NAME} told us.", lessons="None.")
    transfer.origin_note = f"Call {NAME.upper()}."
    transfer.save()
    transfer.costs.create(concept=f"Paid to {NAME}", amount=3, year=2024)
    transfer.events.create(verb="stage", note=f"With {NAME}.")
    hidden = repeat(published, town("Chacao"), visibility=TransferAudience.TEAM)
    Transfer.objects.filter(pk=hidden.pk).update(lessons=f"A secret of {NAME} there.")
    answer = answer_need(need, helper, thing=published, words=f"{NAME} did it.")
    actions.solve(need, clerk, answer=answer, words=f"With {NAME}")

    with translation.override("en"):
        found = traces_of(Case.objects.get(pk=published.pk), [NAME])

    theirs = {trace.words for trace in found if trace.advice}
    assert theirs >= {
        f"Ask {NAME}.",
        f"{NAME}, 2024",
        f"{NAME} told us.",
        f"Paid to {NAME}",
        f"With {NAME}.",
        f"{NAME} did it.",
        f"With {NAME}",
    }
    # What only the team of a transfer reads is not quoted.
    assert NAME in theirs
    assert not [trace for trace in found if "secret" in trace.words]
    assert {trace.words for trace in found if not trace.advice} == {
        "Yes, petronila uzcategui knows.",
        f"Call {NAME.upper()}.",
    }

    assert replace_everywhere(Case.objects.get(pk=published.pk), [NAME], "a colleague") == 2
    said.refresh_from_db()
    transfer.refresh_from_db()
    assert said.answer == "Yes, a colleague knows."
    assert said.text == f"Ask {NAME}."
    assert transfer.origin_note == "Call a colleague."
    assert transfer.reason == f"{NAME} told us."


def test_passing_a_need_on_leaves_no_name_of_who_goes_on(need, clerk, valley):
    heir = official(valley, "nora")

    actions.pass_on(valley, clerk, heir)

    need.refresh_from_db()
    assert need.kept_by == heir
    assert need.steps.get(verb="passed_on").note == ""
