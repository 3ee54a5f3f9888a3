"""One page for how the platform speaks to a person."""

import pytest

from community.models import User

PASSWORD = "palo-santo-y-sal-78"


def test_the_language_is_chosen_and_the_page_speaks_it(signed_in, member, home):
    assert signed_in.get("/cuenta/preferencias/").status_code == 200

    answer = signed_in.post("/cuenta/preferencias/", {"language": "pt", **HOURS})

    person = User.objects.get(pk=member.pk)
    assert (person.language, person.time_zone, person.digest_hour) == ("pt", "America/Panama", 7)
    assert answer.headers["Location"] == "/pt/cuenta/preferencias/"
    assert signed_in.post("/cuenta/preferencias/", {"language": "xx"}).context["form"].errors


HOURS = {"time_zone": "America/Panama", "digest_hour": "7"}


@pytest.mark.parametrize(
    ("door", "leads_to"), [("/cuenta/", "/pt/redes/"), ("/en/cuenta/", "/redes/")]
)
def test_signing_in_leads_on_in_ones_language_unless_the_address_names_another(
    client, member, home, door, leads_to
):
    member.language = "pt"
    member.set_password(PASSWORD)
    member.save()

    answer = client.post(
        f"{door}entrar/", {"login": member.email, "password": PASSWORD, "next": "/redes/"}
    )

    assert answer.headers["Location"] == leads_to
