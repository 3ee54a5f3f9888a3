"""The whole record: from the row through revision and version to the reader, and what it costs."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.urls import reverse

from community.actions.members import close_account
from knowledge import actions
from knowledge.models import NARRATIVE, Attachment, Case, Condition, Contributor
from knowledge.reading import read, read_version
from tests.factories import CaseFactory, MemberFactory
from tests.knowledge.conftest import write
from tests.knowledge.whole import ROWS, VALUES, fill, make_organization

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


@pytest.fixture
def whole(draft):
    return fill(draft)


def publish(case, team):
    actions.send(case, case.registered_by)
    return actions.publish(case, team)


def stripped(case):
    """All a text says, without the ids of its rows."""
    for relation in ROWS:
        getattr(case, relation).all()  # read: amounts are numbers again
    told = case.serializable_data()
    return {
        name: [{k: v for k, v in row.items() if k not in ("pk", "case")} for row in told[name]]
        if name in ROWS
        else told[name]
        for name in (*ROWS, *VALUES, *NARRATIVE)
    }


def test_a_version_says_all_that_was_written_whatever_comes_after(whole, author, team):
    written = stripped(whole)

    version = publish(whole, team)
    row = Case.objects.get(pk=whole.pk)
    assert stripped(row) == written
    assert stripped(version.as_case()) == written
    for relation in ROWS:
        getattr(row, relation).clear()
    row.population = None
    row.keywords.clear()
    row.save_revision(user=team, clean=False)
    actions.publish(row, team)

    first = whole.versions.get(number=1)
    assert stripped(first.as_case()) == written
    assert first.names["keywords"] == ["compost", "mercado"]
    assert not Case.objects.get(pk=whole.pk).steps.exists()


def test_keys_of_rows_stay_the_same_from_version_to_version(whole, author, team):
    publish(whole, team)
    keys = [row.key for row in whole.indicators.all()]

    write(Case.objects.get(pk=whole.pk), author, "Second thoughts")
    actions.send(whole, author)
    actions.publish(whole, team)

    assert [row.key for row in Case.objects.get(pk=whole.pk).indicators.all()] == keys
    newest = whole.versions.first().as_case()
    assert [row.key for row in newest.indicators.all()] == keys


def test_a_reader_is_told_names_costs_and_proof_as_they_were(whole, team):
    organization = make_organization()
    whole.actors.add(whole.actors.all()[0])
    actor = whole.actors.all()[0]
    actor.organization = organization
    actor.contact, actor.contact_audience = "0212 555", "members"
    whole.save()
    whole.save_revision(clean=False, user=whole.registered_by)
    version = publish(whole, team)
    organization.delete()

    told = read_version(version, VISITOR)

    assert told.allies[0].organization == "University of the North"
    assert told.allies[0].contact == ""
    assert read_version(version, MemberFactory()).allies[0].contact == "0212 555"
    assert [need.name for need in told.needs] == ["Mandato político"] * 3
    assert told.keywords == ["compost", "mercado"]
    assert told.other_municipalities == ["Sucre (Norte, Altazara)"] * 3
    [total] = told.costs.sums
    assert (total.dollars, total.per_inhabitant) == (Decimal("3000.00"), Decimal("0.06"))
    assert told.evidence == 3
    assert "Waste 0" in told.proof.why
    assert len(told.chapters) == len(NARRATIVE)


def test_of_a_protected_contributor_readers_learn_what_was_agreed(draft, author, team):
    organization = make_organization()
    shown = {"person": "Luisa Rojas", "organization": "University of the North"}
    for shown_as in ("person", "organization", "network", "nobody"):
        person = MemberFactory(display_name="Luisa Rojas" if shown_as == "person" else shown_as)
        draft.contributors.add(
            Contributor(person=person, organization=organization, shown_as=shown_as, post="Mayor")
        )
    draft.save()
    draft.save_revision(user=author, clean=False)

    version = publish(draft, team)

    for told in (read_version(version, VISITOR), read(draft, draft, VISITOR)):
        assert [credit.name for credit in told.credits] == list(shown.values())
        assert [credit.post for credit in told.credits] == ["Mayor", ""]


def test_who_closes_the_account_is_no_longer_among_those_who_made_it(draft, author, team):
    luisa = MemberFactory(display_name="Luisa Rojas")
    draft.contributors.add(Contributor(person=luisa))
    draft.save()
    draft.save_revision(user=author, clean=False)
    version = publish(draft, team)
    assert [credit.name for credit in read_version(version, VISITOR).credits] == ["Luisa Rojas"]

    close_account(luisa, keep_name=False)

    version.refresh_from_db()
    assert "Luisa Rojas" not in str(version.names) + str(version.record)
    assert [credit.name for credit in read_version(version, VISITOR).credits] == ["Cuenta cerrada"]
    assert "Luisa" not in str(Case.objects.get(pk=draft.pk).latest_revision.content)


def test_a_file_is_kept_for_every_version_and_opened_by_who_may_read_it(
    client, draft, author, team, member
):
    row = Attachment(title="Ordinance", kind="instrument")
    draft.attachments.add(row)
    row.file.save("ordenanza.pdf", ContentFile(b"%PDF-1.4"), save=False)
    draft.save()
    draft.save_revision(user=author, clean=False)
    address = f"/media/{row.file.name}"

    def openers():
        client.logout()
        found = ["visitor"] if client.get(address).status_code == 200 else []
        for name, person in (("member", member), ("author", author), ("team", team)):
            client.force_login(person)
            found += [name] if client.get(address).status_code == 200 else []
        return found

    assert openers() == ["author", "team"]
    kept = publish(draft, team).as_case().attachments.all()[0]
    assert (kept.file.name, kept.file_name) == (row.file.name, "ordenanza.pdf")
    assert openers() == ["visitor", "member", "author", "team"]
    case = Case.objects.get(pk=draft.pk)
    case.attachments.clear()
    case.save_revision(user=team, clean=False)
    actions.publish(case, team)
    assert openers() == ["visitor", "member", "author", "team"]
    actions.unpublish(case, team, "Asked for.")
    assert openers() == ["author", "team"]
    for nothing in ("case_files/x/y.pdf", f"case_files/{case.key}/other.pdf", "case_files/"):
        assert client.get(f"/media/{nothing}").status_code == 404


def test_thirty_rows_of_each_kind_cost_a_reader_nothing(
    client, author, team, django_assert_max_num_queries, django_assert_num_queries
):
    case = fill(CaseFactory(registered_by=author), number=30)
    version = publish(case, team)
    address = reverse("cases:case", args=[Case.objects.get(pk=case.pk).code])
    client.get(address)

    with django_assert_num_queries(2):
        read_version(version, VISITOR).costs  # noqa: B018 - what is counted
    with django_assert_max_num_queries(8):
        page = client.get(address)
    assert page.status_code == 200


def test_saving_a_section_writes_that_section_alone(draft, author, django_assert_max_num_queries):
    case = fill(draft, number=30)
    write(case, author, "Told")

    with django_assert_max_num_queries(100) as asked:
        write(case, author, "Told again")

    written = [each["sql"] for each in asked if not each["sql"].startswith("SELECT")]
    assert not [sql for sql in written if '"knowledge_indicator"' in sql]
    case = Case.objects.get(pk=case.pk)
    assert case.title == "Told again"
    assert [len(getattr(text, name).all()) for text in (case, case.draft()) for name in ROWS] == (
        [30] * 2 * len(ROWS)
    )


def test_a_draft_outlives_what_it_refers_to_and_asks_once_for_each_kind(
    whole, django_assert_max_num_queries
):
    organization = make_organization()
    actor = whole.actors.all()[0]
    actor.organization = organization
    whole.save()
    revision = whole.save_revision(clean=False)
    organization.delete()
    Condition.objects.all().delete()
    whole.lead_municipality.delete()

    with django_assert_max_num_queries(12):
        text = revision.as_object()

    assert text.lead_municipality_id is None
    assert text.actors.all()[0].organization_id is None
    assert len(text.actors.all()) == 3
    assert not text.enabling_conditions.all()
    assert not text.other_municipalities.all()


def test_drafts_of_the_whole_record_open_for_their_author_and_in_the_admin(
    client, whole, author, team
):
    for person, address in (
        (author, whole.get_absolute_url()),
        (author, reverse("cases:edit", args=[whole.reference])),
        (team, reverse("wagtailsnippets_knowledge_case:edit", args=[whole.pk])),
    ):
        client.force_login(person)
        assert client.get(address).status_code == 200
