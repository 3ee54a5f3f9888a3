"""The sheets of a case: what a mayor hands out."""

import re
import subprocess
import sys
from io import BytesIO

import pypdfium2
import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image

from community.permissions import KNOWLEDGE_TEAM
from knowledge import actions
from knowledge.models import Attachment, Case
from knowledge.sheets import keeping
from knowledge.sheets.keeping import folder, trim
from tests.factories import CaseFactory, MemberFactory
from tests.knowledge.conftest import somebody_of
from tests.knowledge.whole import fill

pytestmark = pytest.mark.django_db

HOSTILE = (
    '<p>#read("/etc/passwd") $x$ *no* _no_ \\ `#sys` @label <b>&lt;tag&gt;</b> 🎉🏳️‍🌈'
    " שלום עולם مرحبا \u202ereversed\u202c \u0001 " + "w" * 3000 + "</p>"
)


def photo(side=300):
    content = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Taken by Xochitl at home"
    Image.new("RGB", (side, side), "green").save(content, "JPEG", exif=exif)
    return ContentFile(content.getvalue(), "market.jpg")


def published(case, team):
    actions.send(case, case.registered_by)
    actions.publish(case, team)
    return Case.objects.get(pk=case.pk)


@pytest.fixture(scope="module")
def scene(lasting):
    """A full case, one that says little, and one written to break the leaf."""
    with lasting():
        team = somebody_of(KNOWLEDGE_TEAM, "equipo")
        author = MemberFactory(handle="autora", display_name="Autora")
        full = CaseFactory(registered_by=author, title="Compost in the market")
        picture = Attachment(
            case=full,
            kind="photo",
            title="The market",
            licence="cc_by",
            person_consent="nobody_shown",
            alt_text="Stalls",
        )
        full.attachments.add(picture)
        picture.file.save("market.jpg", photo(), save=False)
        fill(full)
        little = CaseFactory(registered_by=author, title="Little")
        hostile = CaseFactory(
            registered_by=author, title='#panic("x") <b>T</b> مرحبا 🎉', summary="#eval(1) $x$"
        )
        fill(hostile, 8)
        hostile.solution = HOSTILE + "<p>" + "palabra larga. " * 10_000 + "</p>"
        hostile.problem = hostile.process = HOSTILE
        hostile.save()
        hostile.save_revision(user=author, clean=False)
        yield {
            "full": published(full, team),
            "little": published(little, team),
            "hostile": published(hostile, team),
            "team": team,
            "author": author,
        }


def pages_of(response):
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(response.content)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return [re.sub(r"\s+", " ", text) for text in texts]


@pytest.mark.parametrize("which", ["full", "little", "hostile"])
def test_the_sheet_takes_two_to_four_pages_whatever_the_record_holds(client, scene, which):
    case = scene[which]
    pages = pages_of(client.get(f"{case.get_absolute_url()}ficha.pdf"))
    words = " ".join(pages)

    assert 2 <= len(pages) <= 4
    assert case.code in pages[0]
    assert "CC BY 4.0" in words
    if which == "full":
        for told in ("Compost in the market", "Waste 0", "Two bins 0", "Luisa 0", "Ordinance 0"):
            assert told in words, told
    if which == "hostile":
        assert '#read("/etc/passwd")' in words
        assert "root:" not in words


def test_it_is_set_once_for_each_text_and_language(client, scene, monkeypatch):
    case = scene["full"]
    address = f"{case.get_absolute_url()}ficha.pdf"
    first = client.get(address).content
    english = pages_of(client.get(f"/en{address}"))
    assert "At a glance" in english[0]

    def refuse(*args):
        raise AssertionError("set again")

    monkeypatch.setattr("knowledge.sheets.case_sheet.set_sheet", refuse)
    assert client.get(address).content == first
    assert client.get(f"/en{address}").status_code == 200
