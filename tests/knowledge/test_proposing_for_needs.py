"""What the site proposes to a need, why, and whom it tells when more comes."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from community.actions.directory import list_specialist
from community.models import Notification, PageTheme, User
from knowledge import proposing
from knowledge.actions import need_proposals as proposals
from knowledge.actions import needs as actions
from knowledge.models import Case, Need, NeedProposal
from knowledge.need_kinds import Why
from networks.models import NetworkPage
from tests.factories import (
    CaseFactory,
    MemberFactory,
    SolutionIndexPageFactory,
    SolutionPageFactory,
    ThemeFactory,
)
from tests.knowledge.cases import publish
from tests.knowledge.needs import post, proposed
from tests.knowledge.transfers import official, town
from tests.networks.conftest import make_network

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(searchable):
    return searchable


@pytest.fixture
def markets(db):
    return ThemeFactory(slug="mercados", name="Mercados")


def reasons(need, thing):
    return {each for row in need.proposals.with_row() if row.thing == thing for each in row.reasons}


def specialist(handle, *themes, **fields):
    fields = {"is_listed": True, "profile_audience": User.Audience.EVERYONE, **fields}
    person = MemberFactory(handle=handle, **fields)
    list_specialist(person, themes, note="")
    return User.objects.get(pk=person.pk)


# --- What, and why --------------------------------------------------------------------


def test_an_experience_that_speaks_of_it_is_proposed_with_its_reasons(
    client, clerk, valley, team, markets, index, home
):
    theirs = publish(team, title="Drenaje del mercado que se inundaba", rows__theme=markets)
    publish(team, title="Escuelas abiertas de noche")
    index()

    need = post(clerk, valley, theme=markets, title="El mercado se inunda, falta drenaje")

    assert proposed(need) == [theirs]
    assert {Why.THEME, Why.WORDS, Why.COUNTRY} <= reasons(need, theirs)
    page = client.get(need.get_absolute_url()).content.decode()
    assert theirs.get_absolute_url() in page
    assert "el mismo tema" in page or "on the same theme" in page


def test_words_alone_find_it_in_another_theme(clerk, valley, team, index):
    theirs = publish(team, title="Drenaje del mercado que se inundaba")
    index()

    need = post(clerk, valley, title="El mercado se inunda, falta drenaje")

    assert proposed(need) == [theirs]
    assert Why.THEME not in reasons(need, theirs)


def test_one_common_word_is_not_enough(clerk, valley, team, index):
    publish(team, title="Contabilidad del mercado")
    index()

    assert proposed(post(clerk, valley, title="El mercado se inunda, falta drenaje")) == []


def test_of_a_long_title_two_words_are_not_enough(clerk, valley, team, index):
    publish(team, title="Mercado con drenaje")
    theirs = publish(team, title="Drenaje del mercado mayorista")
    index()

    title = "Drenaje para que el mercado mayorista abra temprano los domingos"
    assert proposed(post(clerk, valley, title=title)) == [theirs]


def test_the_theme_alone_proposes_and_the_nearer_one_stands_first(clerk, valley, team, markets):
    below = ThemeFactory(parent=markets)
    beside = ThemeFactory(parent=markets)
    near = publish(team, title="Otra cosa", rows__theme=beside)
    same = publish(team, title="Una más", rows__theme=below)
    publish(team, title="Nada que ver")

    need = post(clerk, valley, theme=below, title="xyz")

    assert proposed(need) == [same, near]
    assert Why.NEAR_THEME in reasons(need, near)


def test_what_fits_the_means_and_is_measured_goes_first(clerk, valley, team, markets):
    dear = publish(team, title="Cara", rows__theme=markets, cost_band="over_2m")
    cheap = publish(team, title="Barata", rows__theme=markets, cost_band="under_5k")
    Case.objects.filter(pk=dear.pk).update(evidence_level=2)

    need = post(clerk, valley, theme=markets, title="xyz", means_band="5k_20k")

    assert proposed(need) == [cheap, dear]
    assert Why.MEANS in reasons(need, cheap)
    assert Why.MEANS not in reasons(need, dear)


@pytest.mark.parametrize(
    ("cost", "means", "fits"),
    [
        ("none", "none", True),
        ("5k_20k", "5k_20k", True),
        ("20k_100k", "5k_20k", False),
        ("unknown", "over_2m", False),
        ("none", "unknown", False),
        ("", "over_2m", False),
    ],
)
def test_the_bands_of_means_are_compared(cost, means, fits):
    assert proposing.is_within(cost, means) is fits


def test_ones_own_experiences_and_drafts_are_not_proposed(clerk, valley, team, markets):
    publish(team, title="Nuestra", rows__theme=markets, lead_municipality=valley.territory)
    CaseFactory(title="Borrador", rows__theme=markets)

    assert proposed(post(clerk, valley, theme=markets)) == []


def test_solutions_are_proposed_but_not_those_of_closed_networks(clerk, valley, markets, networks):
    def solution(network, title):
        section = SolutionIndexPageFactory(parent=network, slug="otras")
        page = SolutionPageFactory(parent=section, title=title)
        PageTheme.objects.create(page=page, theme=markets)
        return page

    closed = make_network(
        networks,
        "cerrada",
        visibility=NetworkPage.Visibility.MEMBERS,
        joining=NetworkPage.Joining.INVITATION,
    )
    open_one = solution(make_network(networks, "abierta"), "Drenar")
    solution(closed, "Secreta")

    assert proposed(post(clerk, valley, theme=markets)) == [open_one]


def test_specialists_of_the_theme_who_want_to_be_found_are_proposed(
    client, clerk, valley, markets, home
):
    shown = specialist("shown", markets, display_name="Experta Serena")
    specialist("hidden", markets, is_listed=False)
    specialist("other", ThemeFactory())
    among_members = specialist(
        "members", markets, display_name="Solo Miembros", profile_audience=User.Audience.MEMBERS
    )

    need = post(clerk, valley, theme=markets)

    assert set(proposed(need, "person")) == {shown, among_members}
    page = client.get(need.get_absolute_url()).content.decode()
    assert "Experta Serena" in page
    assert "Solo Miembros" not in page
    client.force_login(MemberFactory())
    assert "Solo Miembros" in client.get(need.get_absolute_url()).content.decode()


def test_who_leaves_the_directory_is_not_shown_any_more(client, clerk, valley, markets, home):
    person = specialist("experta", markets, display_name="Experta Serena")
    need = post(clerk, valley, theme=markets)
    User.objects.filter(pk=person.pk).update(is_listed=False)

    assert "Experta Serena" not in client.get(need.get_absolute_url()).content.decode()


def test_a_municipality_like_it_that_did_it_is_proposed_with_the_likeness(
    client, clerk, valley, team, markets, home, monkeypatch
):
    alike, other = town("Loma Baja"), town("Gran Puerto")
    did = publish(
        team, title="Mercado seco", rows__theme=markets, lead_municipality=alike.territory
    )
    publish(team, title="Muelle", rows__theme=markets, lead_municipality=other.territory)
    words = "parecido en población; más rural"
    like = proposing.Likeness(0.8, {"es": words, "pt": "parecido em população"})
    asked = {}

    def found(place, among):
        asked[place] = among
        return {alike.territory.pk: like}

    monkeypatch.setattr(proposing, "alike", found)

    need = post(clerk, valley, theme=markets)

    (row,) = need.proposals.filter(kind="place")
    assert (row.place, row.case) == (alike.territory, did)
    assert asked == {valley.territory: {alike.territory.pk, other.territory.pk}}
    page = client.get(need.get_absolute_url()).content.decode()
    assert words in page
    page = client.get(f"/pt{need.get_absolute_url()}").content.decode()
    assert "parecido em população" in page


def test_no_likeness_no_municipalities(clerk, valley, team, markets, monkeypatch):
    publish(team, rows__theme=markets, lead_municipality=town("Loma Baja").territory)
    monkeypatch.setattr(proposing, "alike", lambda place, among: {})

    assert proposed(post(clerk, valley, theme=markets), "place") == []


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Que el mercado no se inunde", ["mercado", "inunde"]),
        ("Queremos mejorar nuestra ciudad para todos", []),
        ("El cementerio se queda sin lugar en dos años", ["cementerio"]),
        ("Agua", ["Agua"]),
        ("uno dos 4444 ''", []),
    ],
)
def test_the_words_that_tell_what_it_is_about(title, words):
    assert proposing.telling_words(title) == words


def test_the_same_need_finds_the_same_in_the_same_order(clerk, valley, team, markets):
    for number in range(5):
        publish(team, title=f"Caso {number}", rows__theme=markets)
    need = post(clerk, valley, theme=markets)

    order = proposed(need)
    proposals.propose(need, is_told=True)
    assert proposed(need) == order


def test_finding_costs_the_same_with_little_and_much(
    clerk, valley, team, markets, index, django_assert_max_num_queries
):
    need = post(clerk, valley, theme=markets)
    for number in range(12):
        publish(team, title=f"Mercado que se inunda {number}", rows__theme=markets)
    index()

    with django_assert_max_num_queries(12):
        found = proposing.find_for(need)
    assert len(found) == proposing.MOST["case"]


# --- Again, as content arrives -----------------------------------------------------------


def test_who_keeps_it_is_told_once_of_what_is_new(clerk, valley, team, markets, home):
    publish(team, title="De antes", rows__theme=markets)
    need = post(clerk, valley, theme=markets)
    assert need.proposals.get().told_at is not None
    assert proposals.propose_again() == 0

    new = publish(team, title="Recién llegada", rows__theme=markets)
    assert proposals.propose_again() == 1
    assert proposals.propose_again() == 0

    told = Notification.objects.get(kind="need_proposals")
    assert told.recipient == clerk
    assert "Recién llegada" in told.facts["named"]
    assert "De antes" not in told.facts["named"]
    assert need.proposals.get(case=new).told_at is not None


def test_the_notice_is_of_what_happens_with_ones_own_and_may_be_left(clerk, valley, team, markets):
    need = post(clerk, valley, theme=markets)
    publish(team, rows__theme=markets)
    proposals.propose_again()

    notice = Notification.objects.get(kind="need_proposals")
    assert notice.source == "cases"
    assert notice.waits_for_digest
    assert notice.url.startswith(need.get_absolute_url())


@pytest.mark.parametrize("act", [actions.withdraw_need, actions.solve])
def test_nothing_is_sought_for_what_is_closed(clerk, valley, team, markets, act):
    need = post(clerk, valley, theme=markets)
    act(need, clerk, **({"words": "Listo"} if act is actions.solve else {}))
    publish(team, rows__theme=markets)

    assert proposals.propose_again() == 0
    assert not NeedProposal.objects.exists()


def test_without_anybody_to_tell_what_is_new_stays_untold(clerk, valley, team, markets):
    need = post(clerk, valley, theme=markets)
    Need.objects.update(kept_by=None)
    publish(team, rows__theme=markets)

    assert proposals.propose_again() == 1
    assert need.proposals.get().told_at is None


def test_each_need_is_looked_at_again_every_day(clerk, valley, markets):
    need = post(clerk, valley, theme=markets)
    specialist("nueva", markets)

    assert proposals.propose_again() == 0
    Need.objects.update(looked_at=timezone.now() - timedelta(days=1, minutes=1))
    assert proposals.propose_again() == 1
    assert need.proposals.get().kind == "person"


def test_a_corrected_need_is_looked_through_again(clerk, valley, team, markets):
    theirs = publish(team, rows__theme=markets)
    need = post(clerk, valley)
    assert proposed(need) == []
    text = {name: getattr(need, name) for name in actions.TEXT}

    actions.edit_need(need, clerk, 1, **{**text, "theme": markets})

    assert proposed(need) == [theirs]


# --- What does not serve --------------------------------------------------------------------


def test_what_is_put_aside_is_shown_and_told_no_more(client, clerk, valley, team, markets, home):
    case = publish(team, title="No nos sirve", rows__theme=markets)
    need = post(clerk, valley, theme=markets)
    row = need.proposals.get()
    client.force_login(clerk)

    client.post(f"/necesidades/{need.pk}/propuestas/{row.pk}/")

    assert case.get_absolute_url() not in client.get(need.get_absolute_url()).content.decode()
    proposals.propose(need, is_told=False)
    assert proposed(need) == []
    client.post(f"/necesidades/{need.pk}/propuestas/0/")
    assert proposed(need) == [case]


def test_only_who_keeps_the_need_puts_aside(client, clerk, valley, team, markets, home):
    publish(team, rows__theme=markets)
    need = post(clerk, valley, theme=markets)
    row = need.proposals.get()

    for person in (MemberFactory(), team, official(town("Otra"), "otra")):
        client.force_login(person)
        for number in (row.pk, 0):
            address = f"/necesidades/{need.pk}/propuestas/{number}/"
            assert client.post(address).status_code == 403
        with pytest.raises(PermissionDenied):
            proposals.set_aside(row, person)
    row.refresh_from_db()
    assert row.set_aside_at is None


def test_what_is_withdrawn_from_the_site_is_not_proposed(
    client, clerk, valley, team, markets, home
):
    case = publish(team, title="Se retira", rows__theme=markets)
    need = post(clerk, valley, theme=markets)
    Case.objects.filter(pk=case.pk).update(live=False)

    assert "Se retira" not in client.get(need.get_absolute_url()).content.decode()
