"""The page of a case: what everybody reads, its drafts, its versions."""

import json
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from knowledge import actions
from knowledge.models import Attachment, Case
from networks.actions import create_network, found_networks
from networks.models import NetworkPage
from tests.factories import CaseFactory, MemberFactory, ThemeFactory
from tests.knowledge.test_registering_cases import write

pytestmark = pytest.mark.django_db


def page_of(client, case, status=200, query=""):
    response = client.get(case.get_absolute_url() + query)
    assert response.status_code == status
    return response.content.decode()


def publish(case, team, **fields):
    """Send and publish a factory's draft."""
    actions.send(case, case.registered_by)
    actions.publish(case, team, **fields)
    return Case.objects.get(pk=case.pk)


# --- What everybody reads ----------------------------------------------------------


def test_anybody_reads_a_published_case_with_its_sheet_and_narrative(client, published):
    html = page_of(client, published)

    for words in (
        "Compost in the market",
        "Sucre",
        "Norte, Altazara",
        published.code,
        "What hurt.",
        "What was wanted.",
        "What was done.",
        'href="#problema"',
        "CC BY 4.0",
    ):
        assert words in html, words


def test_the_municipality_leads_to_its_page(client, published):
    assert f'href="{published.lead_municipality.get_absolute_url()}"' in page_of(client, published)


def test_it_says_who_registered_it_and_links_only_an_open_profile(client, published, author):
    author.profile_audience = "nobody"
    author.save()
    html = page_of(client, published)
    assert "Autora" in html
    assert author.get_absolute_url() not in html

    author.profile_audience = "everyone"
    author.save()
    assert author.get_absolute_url() in page_of(client, published)


def test_a_case_of_a_third_party_says_so_until_it_is_confirmed(client, published, team):
    assert "tipo=confirmation" in page_of(client, published)

    actions.confirm(published, team, "Letter.")

    assert "tipo=confirmation" not in page_of(client, published)


def test_a_report_lifts_the_evidence_from_declared_to_documented(client, draft, team):
    draft.attachments.add(
        Attachment(kind="evaluation", title="What came of it", url="https://example.org/e")
    )
    draft.save()
    draft.save_revision(user=draft.registered_by, clean=False)

    html = page_of(client, publish(draft, team))

    assert "Evidence 2 of 5" in html or "Evidencia 2 de 5" in html
    assert 'href="https://example.org/e"' in html


def test_search_engines_get_it_as_data_that_no_word_can_break_out_of(client, author, team):
    case = CaseFactory(registered_by=author, title="</script><b>Compost</b> & co")

    html = page_of(client, publish(case, team))

    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert json.loads(block)["headline"] == "</script><b>Compost</b> & co"
    assert "<b>Compost</b>" not in html


def test_others_about_the_same_theme_are_at_hand(client, author, team):
    theme = ThemeFactory()
    first = publish(CaseFactory(registered_by=author, rows__theme=theme), team)
    second = publish(CaseFactory(registered_by=author, rows__theme=theme, title="Other"), team)
    CaseFactory(registered_by=author, rows__theme=theme, title="A draft beside")

    html = page_of(client, first)

    assert f'href="{second.get_absolute_url()}"' in html
    assert "A draft beside" not in html


def test_a_code_in_small_letters_or_the_key_leads_to_the_address(client, published):
    for other in (published.code.lower(), str(published.key)):
        response = client.get(reverse("cases:case", args=[other]), {"x": "1"})
        assert response.status_code == 301
        assert response.url == f"{published.get_absolute_url()}?x=1"


def test_what_is_no_reference_is_not_found(client, published):
    for other in ("VE-2026-9999", "nothing", "x" * 200, "0" * 32):
        assert client.get(f"/experiencias/{other}/").status_code == 404


def test_networks_the_reader_may_not_open_are_not_named(client, home, author, team, member):
    index = found_networks(home)
    hidden = create_network(
        index,
        NetworkPage(
            title="Xochiquetzal",
            slug="secreta",
            purpose="x",
            visibility="members",
            joining="invitation",
        ),
    )
    case = CaseFactory(registered_by=author, rows__networks=[hidden])
    case = publish(case, team)

    assert "Xochiquetzal" not in page_of(client, case)
    client.force_login(member)
    assert "Xochiquetzal" not in page_of(client, case)
    assert "Xochiquetzal" not in client.get(f"{case.get_absolute_url()}v/1/").content.decode()
    client.force_login(team)
    assert "Xochiquetzal" in page_of(client, case)


# --- Drafts -------------------------------------------------------------------------


def test_a_draft_is_there_for_its_author_the_team_and_the_unit_alone(
    client, draft, author, team, unit, member
):
    for stranger in (None, member):
        if stranger:
            client.force_login(stranger)
        page_of(client, draft, 404)
    for insider in (author, team, unit):
        client.force_login(insider)
        assert "Compost in the market" in page_of(client, draft)


def test_the_banner_of_a_draft_names_what_is_missing(client, author):
    case = actions.register(author, title="Half a case")
    client.force_login(author)

    html = page_of(client, case)

    assert str(Case._meta.get_field("solution").verbose_name) in html


def test_a_newer_text_is_shown_to_insiders_who_ask_and_to_nobody_else(
    client, published, author, member
):
    write(published, author, "Zanahoria")

    assert "Zanahoria" not in page_of(client, published, query="?borrador=1")
    client.force_login(member)
    assert "Zanahoria" not in page_of(client, published, query="?borrador=1")
    client.force_login(author)
    assert "Zanahoria" not in page_of(client, published)
    assert "Zanahoria" in page_of(client, published, query="?borrador=1")


def test_it_is_cited_by_who_tells_it_until_the_municipality_confirms(client, published, team):
    assert f"Autora ({published.last_published_at.year}). Compost" in page_of(client, published)

    actions.confirm(published, team)

    place = f"{published.place} ({published.last_published_at.year}). Compost"
    assert place in page_of(client, published)


# --- Versions ------------------------------------------------------------------------


def test_an_old_version_stays_as_it_was(client, published, author, team):
    write(published, author, "Compost, told again")
    actions.send(published, author)
    actions.publish(published, team, significance="major", note="Said better.")

    old = client.get(f"{published.get_absolute_url()}v/1/").content.decode()

    assert "Compost in the market" in old
    assert "Compost, told again" not in old
    assert f'href="{published.get_absolute_url()}"' in old
    assert "?tipo=confirmation" in old
    assert "Said better." in page_of(client, published)
    assert client.get(f"{published.get_absolute_url()}v/2/").status_code == 302
    for missing in (0, 3, 10**30):
        assert client.get(f"{published.get_absolute_url()}v/{missing}/").status_code == 404


def test_a_version_outlives_what_it_refers_to(client, published, author, team):
    write(published, author, "Again")
    actions.send(published, author)
    actions.publish(published, team)
    theme = published.themes[0]
    name = theme.name
    published.lead_municipality.delete()
    theme.delete()

    html = client.get(f"{published.get_absolute_url()}v/1/").content.decode()

    assert "Sucre" in html
    assert name in html
    page_of(client, Case.objects.get(pk=published.pk))


def test_a_withdrawn_case_and_its_versions_are_for_insiders(client, published, team, member):
    actions.unpublish(published, team, "Asked for.")
    addresses = [published.get_absolute_url(), f"{published.get_absolute_url()}v/1/"]

    for stranger in (None, member):
        if stranger:
            client.force_login(stranger)
        assert [client.get(each).status_code for each in addresses] == [404, 404]
    client.force_login(team)
    assert [client.get(each).status_code for each in addresses] == [200, 200]
    assert not Case.objects.visible_to(AnonymousUser()).exists()


# --- What it costs ---------------------------------------------------------------------


def test_a_case_costs_a_visitor_six_queries(client, author, team, django_assert_max_num_queries):
    theme = ThemeFactory()
    cases = [
        publish(CaseFactory(registered_by=author, rows__theme=theme), team) for _number in range(4)
    ]
    page_of(client, cases[0])

    with django_assert_max_num_queries(6):
        page_of(client, cases[0])


def test_a_member_pays_at_most_twelve(client, published, django_assert_max_num_queries):
    client.force_login(MemberFactory())
    page_of(client, published)

    with django_assert_max_num_queries(12):
        page_of(client, published)


def test_the_page_of_a_visitor_can_be_cached_whole(client, published):
    response = client.get(published.get_absolute_url())

    assert b"csrfmiddlewaretoken" not in response.content
    assert not response.cookies
