"""Cases in Wagtail's admin: found, written, compared, previewed; never published there."""

import re

import pytest
from django.urls import reverse
from wagtail.models import Revision

from knowledge import actions
from knowledge.models import NARRATIVE, Case, TargetGroup
from tests.factories import CaseFactory, MemberFactory
from tests.knowledge.whole import ROWS, VALUES, fill

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"wagtailsnippets_knowledge_case:{name}", args=args)


@pytest.fixture
def superuser(db):
    return MemberFactory(handle="tecnica", is_superuser=True)


def form_data(client, case, **changes):
    """What a browser would send of the editor as it stands."""
    page = client.get(at("edit", case.pk))
    assert page.status_code == 200
    form = page.context["form"]
    bound = [
        *form,
        *(
            field
            for formset in form.formsets.values()
            for part in (formset.management_form, *formset.forms)
            for field in part
        ),
    ]
    values = {field.html_name: field.value() for field in bound}
    data = {
        name: getattr(value, "pk", value)
        for name, value in values.items()
        if value is not None and value is not False
    }
    data |= dict.fromkeys(NARRATIVE, "null")
    data["keywords"] = ""
    data["target_groups"] = [str(group.pk) for group in case.target_groups.all()]
    return data | changes


def told(client, response):
    return client.get(response.url).content.decode() if response.status_code == 302 else ""


def test_the_team_finds_filters_and_opens_cases(client, team, unit, published):
    CaseFactory(title="A draft", registered_by=published.registered_by)
    for person in (team, unit):
        client.force_login(person)
        page = client.get(at("list")).content.decode()
        assert "Compost in the market" in page
        assert "A draft" in page
        assert "A draft" not in client.get(at("list"), {"state": "published"}).content.decode()
        assert "A draft" not in client.get(at("list"), {"q": published.code}).content.decode()
        assert "Compost" in client.get(at("list"), {"q": "sucre norte"}).content.decode()
        assert "Compost" in client.get(at("list"), {"country": "XA"}).content.decode()
        assert client.get(at("edit", published.pk)).status_code == 200


@pytest.mark.parametrize("words", ["'", '"', "a:b", "*", "(", "x" * 5000])
def test_no_search_breaks_the_list(client, team, words):
    client.force_login(team)
    assert client.get(at("list"), {"q": words, "state": words}).status_code == 200


def test_others_do_not_enter(client, published, member, author):
    for person in (member, author):
        client.force_login(person)
        for address in (at("list"), at("edit", published.pk)):
            assert client.get(address).status_code in (302, 403)


def test_saving_keeps_a_draft_and_readers_see_the_old_text(client, team, published):
    client.force_login(team)

    response = client.post(
        at("edit", published.pk), form_data(client, published, title="Told anew")
    )

    assert response.status_code == 302
    published.refresh_from_db()
    assert published.title == "Compost in the market"
    assert published.draft().title == "Told anew"
    assert published.versions.count() == 1
    assert published.has_unpublished_changes


def test_rows_keep_their_keys_and_what_is_not_on_the_screen(client, team, draft, author):
    case = fill(draft)
    person = case.contributors.all()[0]
    person.person, person.name = author, ""
    case.indicators.all()[0].document = case.attachments.all()[0].key
    case.save()
    case.save_revision(user=author, clean=False)
    before = case.serializable_data()
    client.force_login(team)

    response = client.post(at("edit", case.pk), form_data(client, case, title="Kept"))

    assert response.status_code == 302
    draft = Case.objects.get(pk=case.pk).draft()
    for name in ROWS:
        list(getattr(draft, name).all())
    after = draft.serializable_data()
    assert after["title"] == "Kept"
    for name in (*ROWS, *VALUES):
        assert after[name] == before[name], name


def test_validity_holds_at_once_since_it_belongs_to_no_version(client, team, published):
    client.force_login(team)

    client.post(
        at("edit", published.pk),
        form_data(client, published, validity_status="interrupted", validity_note="Since 2023."),
    )

    published.refresh_from_db()
    assert published.validity_status == "interrupted"
    assert published.validity_note == "Since 2023."


@pytest.mark.parametrize("who", ["team", "unit", "superuser"])
def test_nobody_publishes_here(client, request, sent, who):
    client.force_login(request.getfixturevalue(who))
    page = client.get(at("edit", sent.pk)).content.decode()
    assert "action-publish" not in page
    assert f'href="{sent.get_absolute_url()}"' in page

    data = form_data(client, sent, title="Kept", **{"action-publish": "action-publish"})
    response = client.post(at("edit", sent.pk), data)

    sent.refresh_from_db()
    assert not sent.live
    assert sent.versions.count() == 0
    assert sent.draft().title == "Kept"
    assert "message" in told(client, response)


@pytest.mark.parametrize("who", ["team", "superuser"])
def test_nobody_withdraws_or_unschedules_here(client, request, published, who):
    client.force_login(request.getfixturevalue(who))
    last = published.latest_revision_id
    for address in (at("unpublish", published.pk), at("revisions_unschedule", published.pk, last)):
        for act in (client.get, client.post):
            response = act(address)
            assert response.status_code == 302
            assert response.url == at("edit", published.pk)
    assert Case.objects.get(pk=published.pk).live


@pytest.mark.parametrize("who", ["team", "superuser"])
def test_nobody_adds_or_deletes_here(client, request, published, who):
    client.force_login(request.getfixturevalue(who))
    for address in (at("add"), at("delete", published.pk)):
        assert client.post(address).status_code in (302, 403)
    bulk = reverse(
        "wagtail_bulk_action", args=["knowledge", "case", "delete"], query={"id": published.pk}
    )
    client.post(bulk)
    assert Case.objects.filter(pk=published.pk).exists()


def test_an_old_tab_cannot_rewrite_what_was_published(client, team, sent):
    client.force_login(team)
    data = form_data(client, sent, title="From an old tab")
    revision = sent.latest_revision_id
    actions.publish(sent, team)

    client.post(
        at("edit", sent.pk),
        {**data, "overwrite_revision_id": revision},
        headers={"Accept": "application/json"},
    )

    assert Revision.objects.get(pk=revision).content["title"] == "Compost in the market"
    assert Case.objects.get(pk=sent.pk).title == "Compost in the market"


def test_history_comparison_and_preview_work(client, team, author, published):
    client.force_login(team)
    client.post(at("edit", published.pk), form_data(client, published, title="Told anew"))
    published.refresh_from_db()

    assert client.get(at("history", published.pk)).status_code == 200
    compared = client.get(at("revisions_compare", published.pk, "live", "latest"))
    assert "anew" in compared.content.decode()
    preview = at("preview_on_edit", published.pk)
    client.post(preview, form_data(client, published, title="Seen before"))
    shown = client.get(preview).content.decode()
    assert "Seen before" in shown
    assert re.search(r'<section class="chapter', shown) or "Sheet" in shown or "Ficha" in shown


def test_the_unit_keeps_the_target_groups_and_deletes_none(client, unit, team):
    address = reverse("wagtailsnippets_knowledge_targetgroup:list")
    group = TargetGroup.objects.first()
    client.force_login(unit)
    assert client.get(address).status_code == 200
    edit = reverse("wagtailsnippets_knowledge_targetgroup:edit", args=[group.pk])
    client.post(edit, {"name": group.name, "slug": group.slug, "sort_order": 1})
    group.refresh_from_db()
    assert not group.is_active
    delete = reverse("wagtailsnippets_knowledge_targetgroup:delete", args=[group.pk])
    assert client.post(delete).status_code in (302, 403)
    assert TargetGroup.objects.filter(pk=group.pk).exists()
    client.force_login(team)
    assert client.get(edit).status_code in (302, 403)
