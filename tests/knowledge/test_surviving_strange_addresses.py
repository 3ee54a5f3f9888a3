"""No address of cases answers with a failure, whatever stands in it or is sent to it."""

import re
import uuid
from collections import Counter
from urllib.parse import quote

import pytest
from django.test import Client

from knowledge import actions
from knowledge.models import Case, CaseImport, Remark, Systematization
from knowledge.urls import urlpatterns
from knowledge.urls_imports import urlpatterns as of_imports
from tests.factories import CaseFactory
from tests.knowledge.whole import fill
from tests.knowledge.whose_names import routes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search")]

TOO_LARGE = 10**30
QUERIES = (
    "de=%00&a=-1&pagina=%00&parte=%00&caso=%00&borrador=%00&observacion=%00&desde=%00&q=%00",
    f"de={TOO_LARGE}&a=9&pagina={TOO_LARGE}&observacion={TOO_LARGE}&desde={TOO_LARGE}&caso=A&anio=9",
    "de=%D9%A3&a=%C2%B2&pagina=%D9%A3&observacion=%C2%B2&caso=%3Cb%3E&parte[]=%FF&q=%F0%9F%98%80",
)
SENT = {
    **dict.fromkeys(("pk", "seen", "page", "key", "uploaded", "place", "number", "level"), "²"),
    **dict.fromkeys(
        ("name", "title", "text", "note", "reason", "q", "who", "email"), "a\x00b\u202e"
    ),
    **dict.fromkeys(("size", "days", "actors-TOTAL_FORMS", "form-TOTAL_FORMS"), str(TOO_LARGE)),
    **{"move": "actors-²-up", "add": "\x00", "act": "replace", "shown_as": "\x00", "role": "\x00"},
    **{
        "publicar-seen": str(TOO_LARGE),
        "asignar-assignee": "\x00",
        "programar-publish_at": "9" * 99,
    },
    **{
        "status": "\x00",
        "field": "\x00",
        "fields": "\x00",
        "carry": "²",
        "heir": "²",
        "words": "\x00",
    },
}
WORDS = ("problema", "todo", "x" * 300)
TEXTS = ("MQ:1abc:x.webp", "\x00", "../../x", "ñ" * 300)


@pytest.fixture
def case(author, team):
    """One with rows of each kind, a version, a link, a remark and a systematization."""
    case = fill(CaseFactory(registered_by=author, title="Compost"), 1)
    actions.publish(actions.send(case, author), team)
    case = Case.objects.get(pk=case.pk)
    Systematization.objects.create(case=case)
    link = actions.share(case, author, for_whom="Rosa")
    Remark.objects.create(case=case, link=link, text="Why?", name="Rosa")
    return case


def addresses(patterns, root, case, pk):
    """Every address with what is there and, in its last place, with what never could be."""
    own = {
        "reference": (case.reference, "ZZ-0000-0000"),
        "number": (1, 0, TOO_LARGE),
        "pk": (pk, 2**63),
        "width": (320, 0, TOO_LARGE),
        "ending": ("csv", "exe"),
    }
    for route, _name in routes(patterns, root):
        wanted = re.findall(r"<(\w+):(\w+)>", route)
        own["key"] = (key_in(route, case), uuid.UUID(int=0))
        values = [own.get(name, WORDS if kind == "slug" else TEXTS) for kind, name in wanted]
        for last in values[-1] if values else ("",):
            address = route
            for (kind, name), told in zip(wanted, values, strict=True):
                value = last if name == wanted[-1][1] else told[0]
                address = address.replace(f"<{kind}:{name}>", quote(str(value), safe=""))
            yield address, not values or last == values[-1][0]


def key_in(route, case):
    """That of the row, or of the case, that this address is about."""
    rows = {"creditos": case.contributors, "documentos": case.attachments}
    rows |= {"norma": case.legal_instruments, "instrumentos": case.legal_instruments}
    return next((rows[word].all()[0].key for word in rows if f"/{word}/" in route), case.key)


def answers(browser, addresses):
    """How each address answers to being read and, where all in it is right, written to."""
    for number, (address, is_right) in enumerate(addresses):
        asked = f"{address}?{QUERIES[number % len(QUERIES)]}"
        yield browser.get(asked)
        if is_right:
            yield browser.post(asked, SENT)
        if "/archivos/" in address:
            yield browser.put(asked, b"\x00\xff", content_type="x")


def test_no_address_fails_whatever_is_in_it(case, team):
    begun = CaseImport.objects.create(user=team, state=CaseImport.State.DONE)
    browser = Client(raise_request_exception=False)
    browser.force_login(team)
    asked = (
        *addresses(urlpatterns, "/experiencias/", case, case.remarks.get().pk),
        *addresses(of_imports, "/admin/import-cases/", case, begun.pk),
    )
    counts, failures = Counter(), []
    for response in answers(browser, asked):
        counts[response.status_code] += 1
        if response.status_code >= 500:
            failures.append((response.request["REQUEST_METHOD"], response.request["PATH_INFO"]))

    assert not failures
    assert counts[200] > 40, counts
    assert counts[404] > 50, counts
