"""The list of cases in the admin: filters, acts on several, and files that can come back."""

import io
import json
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from knowledge.actions import importing
from knowledge.importing import open_cases
from knowledge.models import Case, CaseImport
from tests.factories import CaseFactory, MemberFactory, ThemeFactory
from tests.networks.conftest import make_network

pytestmark = pytest.mark.django_db


def act(client, name, *cases, **data):
    address = reverse("wagtail_bulk_action", args=["knowledge", "case", name])
    query = urlencode([("id", case.pk) for case in cases])
    shown = client.get(f"{address}?{query}")
    return shown, client.post(f"{address}?{query}", data)


def test_several_cases_are_filed_withdrawn_and_exported_at_once(
    client, team, published, networks, mailoutbox
):
    network, theme = make_network(networks, "agua"), ThemeFactory(name="Mercados")
    draft = CaseFactory(title="A draft")
    client.force_login(team)
    page = client.get(reverse("wagtailsnippets_knowledge_case:list")).content.decode()
    assert "bulk/knowledge/case/add_to_network" in page
    shown, _done = act(client, "add_to_network", published, draft, network=network.pk)
    assert network.title in shown.content.decode()
    act(client, "add_theme", published, draft, theme=theme.pk)
    # A draft that was never sent is nobody's of the team.
    act(client, "assign", published, draft, assignee=team.pk)
    held = Case.objects.filter(assignee=team)
    assert list(held) == [published]
    listed = client.get(reverse("wagtailsnippets_knowledge_case:list"), {"assignee": team.pk})
    assert team.display_name in listed.content.decode()
    assert draft.title not in listed.content.decode()
    for case in (published, draft):
        case.refresh_from_db()
        assert [link.network for link in case.draft().case_networks.all()] == [network], case
        assert theme in case.draft().themes, case
    # Readers see it at once, as a minor version each.
    assert [version.significance for version in published.versions.all()][:2] == ["minor"] * 2
    assert theme in published.themes
    assert not draft.live
    _shown, answer = act(client, "export", published, draft, format="jsonl")
    lines = [json.loads(line) for line in b"".join(answer).splitlines()]
    assert [line["title"] for line in lines] == [published.title, draft.title]
    # Changed in a spreadsheet and brought back, it is the same case.
    lines[0]["title"] = "Changed outside"
    content = "".join(f"{json.dumps(line)}\n" for line in lines).encode()
    begun = CaseImport.objects.create(file_name="x", user=team)
    importing.stage(begun, open_cases(io.BytesIO(content)))
    assert begun.counts == {"changed": 1, "unchanged": 1}
    importing.confirm(begun, partial=False)
    importing.write_staged(begun)
    published.refresh_from_db()
    assert published.draft().title == "Changed outside"
    assert Case.objects.count() == 2
    listing = reverse("wagtailsnippets_knowledge_case:list")
    for query, found in (
        (f"theme={theme.pk}", 2),
        (f"network={network.pk}&live=false", 1),
        ("is_third_party=true", 2),
        ("validity_status=interrupted", 0),
    ):
        answer = client.get(f"{listing}?{query}&export=csv")
        told = b"".join(answer).decode("utf-8-sig").splitlines()
        assert len(told) == 1 + found, query
        assert told[0].startswith("number;source;key;revision;title")
    act(client, "delete", published, draft, reason="Told twice.")
    published.refresh_from_db()
    assert (published.state, published.live) == ("withdrawn", False)
    assert Case.objects.count() == 2


def test_nobody_else_acts_on_cases(client, published):
    client.force_login(MemberFactory())
    theme = ThemeFactory()
    _shown, answer = act(client, "add_theme", published, theme=theme.pk)
    assert answer.status_code in (302, 403)
    _shown, answer = act(client, "export", published, format="jsonl")
    assert answer.status_code in (302, 403)
    published.refresh_from_db()
    assert theme not in published.themes
