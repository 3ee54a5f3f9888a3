"""What the directory of people costs with a hundred thousand of them.

Run by hand. Makes a site of its own in a temporary folder, fills it with listed
people of many towns, themes and languages, and asks for pages of the directory
as a visitor and as a member. Exits 1 when a promise is broken.

    measure_directory.py [--people 100000] [--times 5]
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
FOLDER = Path(tempfile.mkdtemp(prefix="cabildo-directory-"))
os.environ["DATA_DIR"] = str(FOLDER)
os.environ["DJANGO_SETTINGS_MODULE"] = "community.settings.local"

import django  # noqa: E402

django.setup()

from allauth.account.models import EmailAddress  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from community.actions.directory import renew_entries  # noqa: E402
from community.models import Affiliation, Organization, Theme, User  # noqa: E402
from community.spoken import SPOKEN_LANGUAGES  # noqa: E402
from territories.models import Territory  # noqa: E402
from territories.names import fold  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_QUERIES = 12
MOST_KB = 60.0
ADDRESSES = [
    "/personas/",
    "/personas/?pagina=40",
    "/personas/?q=ana",
    "/personas/?q=rios%20aseo",
    "/personas/?tema={theme}",
    "/personas/?pais=XB&idioma=pt",
    "/personas/?tema={theme}&organizacion=ngo&q=ana",
    "/personas/?especialista=1",
]
FIRST = ["Ana", "Berta", "Ciro", "Darío", "Elsa", "Félix", "Gloria", "Hugo", "Inés", "Julio"]
LAST = ["Ríos", "Mora", "Paz", "Sol", "Núñez", "Vera", "Lima", "Cruz", "Rey", "Campos"]
POSTS = ["Jefa de aseo", "Tesorero", "Alcaldesa", "Director de obras", "Técnica de catastro"]


def make_places() -> list[Organization]:
    """Five invented countries with twenty towns each, a government and an association in each."""
    organizations = []
    for letter in "ABCDE":
        code = f"X{letter}"
        country = Territory.add_root(
            level="country",
            name=f"Altazara {letter}",
            code_scheme="cabildo",
            code=code,
            country_code=code,
        )
        for number in range(20):
            town = Territory.objects.get(pk=country.pk).add_child(
                level="municipality",
                name=f"Vado {letter}{number}",
                code_scheme="cabildo",
                code=f"{code}-{number}",
                country_code=code,
                parent_names=country.name,
            )
            organizations += [
                Organization(name=f"Alcaldía de {town.name}", kind="agency", territory=town),
                Organization(name=f"Asociación de {town.name}", kind="ngo", territory=town),
            ]
    return Organization.objects.bulk_create(organizations)


def make_people(number: int, organizations: Sequence[Organization]) -> None:
    chance = random.Random(7)  # noqa: S311 - the same crowd each time
    codes = [code for code, _name in SPOKEN_LANGUAGES]
    people = User.objects.bulk_create(
        (
            User(
                email=f"crowd{count}@town.example",
                handle=f"crowd-{count}",
                display_name=(name := f"{chance.choice(FIRST)} {chance.choice(LAST)} {count}"),
                search_text=f" {fold(name)} {fold(chance.choice(POSTS))}",
                profile_audience=chance.choice(["everyone", "members"]),
                is_listed=True,
                spoken_languages=["es", chance.choice(codes)],
            )
            for count in range(number)
        ),
        batch_size=2000,
    )
    EmailAddress.objects.bulk_create(
        (EmailAddress(user=it, email=it.email, verified=True, primary=True) for it in people),
        batch_size=2000,
    )
    Affiliation.objects.bulk_create(
        (
            Affiliation(
                user=person,
                organization=chance.choice(organizations),
                post=chance.choice(POSTS),
            )
            for person in people
        ),
        batch_size=2000,
    )
    themes = list(Theme.objects.active().first_level())
    link = User.themes.through
    link.objects.bulk_create(
        (link(user=person, theme=theme) for person in people for theme in chance.sample(themes, 2)),
        batch_size=2000,
    )


def write_entries() -> None:
    """What `renew_entries` would write, by the database alone: of so many that takes minutes."""
    told = "SELECT u.id, {kind!r}, {value}, u.profile_audience FROM community_user u"
    works = (
        " JOIN community_affiliation a ON a.user_id = u.id"
        " JOIN community_organization o ON o.id = a.organization_id"
    )
    parts = [
        told.format(kind="persona", value="''"),
        told.format(kind="tema", value="t.slug")
        + " JOIN community_user_themes x ON x.user_id = u.id"
        + " JOIN community_theme t ON t.id = x.theme_id",
        told.format(kind="organizacion", value="o.kind") + works,
        told.format(kind="pais", value="p.country_code")
        + works
        + " JOIN territories_territory p ON p.id = o.territory_id",
        told.format(kind="idioma", value="j.value").replace("SELECT", "SELECT DISTINCT")
        + ", json_each(u.spoken_languages) j",
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM community_trait")
        for part in parts:
            cursor.execute(f"INSERT INTO community_trait (person_id, kind, value, audience) {part}")


def cost_of(client: Client, address: str, times: int) -> tuple[int, float, float]:
    """Queries, kilobytes and milliseconds (the middle of `times`) of a page."""
    client.get(address)
    spent = []
    for _time in range(times):
        started = time.perf_counter()
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        spent.append((time.perf_counter() - started) * 1000)
    return len(queries), len(response.content) / 1000, statistics.median(spent)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=100_000)
    options.add_argument("--times", type=int, default=5)
    asked = options.parse_args()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    make_people(asked.people, make_places())
    started = time.perf_counter()
    some = renew_entries(User.objects.filter(handle__startswith="crowd-99"))
    ms = (time.perf_counter() - started) * 1000 / max(some, 1)
    print(f"Renewing the entry of a person takes {ms:.1f} ms, of {some} at once")
    write_entries()
    member = User.objects.get(handle="crowd-1")
    theme = Theme.objects.active().first_level()[0].slug
    is_kept = True
    for name, reader in (("visitor", None), ("member", member)):
        client = Client(headers={"host": "localhost"})
        if reader:
            client.force_login(reader)
        for address in ADDRESSES:
            queries, kb, ms = cost_of(client, address.format(theme=theme), asked.times)
            is_kept = is_kept and queries <= MOST_QUERIES and kb <= MOST_KB
            print(f"{name:8} {address:48} {queries:3} queries {kb:6.1f} kB {ms:7.0f} ms")
    return 0 if is_kept else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    finally:
        connection.close()
        shutil.rmtree(FOLDER, ignore_errors=True)
