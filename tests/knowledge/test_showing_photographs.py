"""Photographs of a case: as large as a page needs them, for whoever may open the file."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image

from knowledge import actions
from knowledge.actions.documents import add_rows, fit_to_be_kept

pytestmark = pytest.mark.django_db


def jpeg(size):
    content = BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(content, "JPEG")
    return content.getvalue()


def test_a_photograph_is_shown_small_to_readers_and_goes_with_its_case(draft, author, team, member):
    told = {"licence": "cc_by", "person_consent": "nobody_shown"}
    row = fit_to_be_kept(draft, ContentFile(jpeg((1500, 1000)), "patio.jpg"), told)
    row.alt_text = "Heaps under a roof"
    assert (row.width, row.height) == (1500, 1000)
    add_rows(draft, author, [row])
    name = row.file.name.rpartition("/")[2]
    at = f"/experiencias/foto/{draft.key}/800/{name}"

    for reader, status in ((None, 404), (member, 404), (author, 200)):
        browser = Client()
        if reader:
            browser.force_login(reader)
        assert browser.get(at).status_code == status, reader

    actions.publish(actions.send(draft, author), team)
    draft.refresh_from_db()
    browser = Client()
    page = browser.get(draft.get_absolute_url() + "ver/fuentes/").content.decode()
    assert f'src="{at}"' in page
    assert f"/320/{name} 320w" in page
    assert 'width="1500" height="1000"' in page
    assert 'alt="Heaps under a roof"' in page
    answer = browser.get(at)
    with Image.open(BytesIO(answer.content)) as shown:
        assert (shown.format, shown.size) == ("WEBP", (800, 533))
    assert answer["Cache-Control"] == "private, no-cache"
    again = browser.get(at, headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304

    for wrong in ("/801/" + name, "/800/other.jpg", "/800/..%2F..%2Fpatio.jpg"):
        assert browser.get(f"/experiencias/foto/{draft.key}{wrong}").status_code == 404, wrong
    browser.force_login(author)
    for wrong in ("%00.jpg", "..", "x" * 300, "patio.jpg%0d%0aa: b"):
        answer = browser.get(f"/experiencias/foto/{draft.key}/800/{wrong}")
        assert answer.status_code in (302, 404), wrong
    browser.logout()
    actions.unpublish(draft, team, "Withdrawn.")
    assert browser.get(at).status_code == 404
