"""Nothing of a network for members alone reaches anybody else: the whole site is walked for it."""

from datetime import timedelta

import pypdfium2
import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from community.actions.conversation import post_comment
from community.actions.digests import prepare_digests
from community.actions.following import follow
from community.actions.notice_mails import letter_of
from community.models import Notification
from networks import actions
from search.draining import drain
from search.rebuilding import start_empty
from tests.conftest import make_home
from tests.factories import (
    MemberFactory,
    NetworkIndexPageFactory,
    PostPageFactory,
    StandardPageFactory,
    ThemeFactory,
)
from tests.networks.conftest import make_network
from tests.networks.hidden import MARK, SLUG, SOUGHT, WORDS, make_hidden
from tests.networks.parameters import (
    COMPARING,
    ELSEWHERE,
    is_elsewhere,
    kept_files,
    table_of,
    ways_to,
)
from tests.networks.walking import PARAMETER, addresses, values_for

pytestmark = pytest.mark.django_db

# Who coordinates elsewhere is on these pages a member like others; their admin is walked each time.
OUTSIDERS = ["visitor", "outsider", pytest.param("other", marks=pytest.mark.long)]


@pytest.fixture(scope="module")
def site(lasting, django_db_blocker):
    """The closed network beside an open one with a coordinator of its own; who may see what."""
    with lasting():
        start_empty()
        home = make_home()
        index = NetworkIndexPageFactory(parent=home)
        actions.found_networks(home)
        StandardPageFactory(parent=home, title="Acerca", slug="acerca")
        outsider = MemberFactory(handle="ajena", email="ajena@town.example", is_listed=True)
        former = MemberFactory(handle="antigua", email="antigua@town.example")
        theme = ThemeFactory(slug="agua", name="Agua")
        open_one = make_network(index, "agua", themes=[theme])
        other = MemberFactory(handle="otra-coordinadora", email="otra@town.example")
        actions.appoint_coordinator(open_one, other)
        PostPageFactory(
            parent=open_one.get_children().get(slug="blog"), title="De todos", owner=other
        )
        hidden = make_hidden(index)
        drain()
        yield {
            "hidden": hidden,
            "outsider": outsider,
            "other": other,
            "former": former,
            "open": open_one,
            "theme": theme,
        }


def text_of(response):
    """All that an answer says, whatever its kind; its headers too."""
    content = response.getvalue()
    kind = response.headers.get("Content-Type", "")
    if kind.startswith("application/pdf") and content.startswith(b"%PDF"):
        try:
            pages = pypdfium2.PdfDocument(content)
            content = "".join(each.get_textpage().get_text_range() for each in pages).encode()
        except pypdfium2.PdfiumError:
            pass
    told = " ".join(f"{name}: {value}" for name, value in response.headers.items())
    return f"{told}\n{content.decode('utf8', 'ignore')}".lower()


def leaks_in(browser, path, **more):
    try:
        response = browser.get(path, **more)
    except Exception as error:
        raise AssertionError(f"{path} fails: {error!r}") from error
    said = text_of(response)
    found = [MARK] if MARK in said else []
    if SLUG in said.replace(path.lower(), "") and SLUG not in path:
        found.append(SLUG)
    return [f"{path} ({response.status_code}): {word}: {around(said, word)}" for word in found]


def around(said, word):
    at = said.index(word)
    return " ".join(said[max(0, at - 60) : at + 40].split())


def walk(browser, site, chosen, **more):
    table, leaks = table_of(site["hidden"]), []
    for address in addresses():
        if not chosen(address) or is_elsewhere(address):
            continue
        for path in ways_to(address, table):
            with transaction.atomic():
                leaks += leaks_in(browser, path, **more)
                transaction.set_rollback(True)
    return leaks


def signed_in(person):
    browser = Client(raise_request_exception=True)
    if person:
        browser.force_login(person)
    return browser


def test_every_address_of_the_site_is_walked_or_left_out_with_a_reason(site):
    """Whoever adds one says here what stands for its parameters."""
    table = table_of(site["hidden"])
    unknown = [
        str(each)
        for each in addresses()
        if not is_elsewhere(each) and values_for(each, table) is None
    ]
    assert not unknown, "\n".join(unknown)
    nameless = [
        str(each)
        for each in addresses()
        if "(" in PARAMETER.sub("", each.route) and not is_elsewhere(each)
    ]
    assert [each for each in nameless if not each.startswith(COMPARING)] == [], nameless
    every = list(addresses())
    walked = {PARAMETER.sub("*", each.route) for each in every if not is_elsewhere(each)}
    nameless = {PARAMETER.sub("*", each.route) for each in every if not each.name.strip(":")}
    assert nameless - walked == {"admin/test404/", "admin/^.*/$"}
    assert all(any(each.name.startswith(left) for each in every) for left in ELSEWHERE)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_no_address_of_the_site_says_a_word_of_it(site, who):
    browser = signed_in(site.get(who))

    def is_walked(address):
        # What leaves the site of an experience is the same whoever asks.
        return not (address.is_of_the_admin or (who == "outsider" and "cases:" in address.name))

    leaks = walk(browser, site, is_walked)

    assert not leaks, "\n".join(leaks)


def test_no_page_of_the_admin_says_a_word_of_it_to_who_coordinates_another(site):
    browser = signed_in(site["other"])

    leaks = walk(browser, site, lambda address: address.is_of_the_admin)

    assert not leaks, "\n".join(leaks)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_no_page_of_the_site_says_a_word_of_it(site, who):
    """Every page in the tree, in each language, as a page and as what HTMX asks for."""
    browser, hidden = signed_in(site.get(who)), site["hidden"]
    inside = {page.pk for page in hidden.all_pages()}
    leaks = []
    for page in Page.objects.filter(depth__gt=1):
        path = page.get_url() or "/"
        for language in ("", "/pt") if who == "visitor" else ("",):
            for headers in ({}, {"HX-Request": "true"}):
                leaks += leaks_in(browser, f"{language}{path}", headers=headers)
        expected = 404 if page.pk in inside else 200
        assert browser.get(path).status_code == expected, path
    for query in (f"q={SOUGHT}", f"q={SOUGHT[:-1]}", "q=todos", f"q={SOUGHT}&tipo=recurso"):
        for headers in ({}, {"HX-Request": "true"}):
            leaks += leaks_in(browser, f"/buscar/?{query}", headers=headers)
    assert not leaks, "\n".join(leaks)


def test_the_walk_would_find_it(site):
    """Whoever belongs reads the words at many addresses: it is the door that keeps others out."""
    browser = signed_in(site["hidden"].coordinator)
    told = [
        path
        for page in (*site["hidden"].entries, *site["hidden"].pages[:2])
        for path in (page.get_url(),)
        if leaks_in(browser, path)
    ]
    assert len(told) > len(site["hidden"].entries)
    for name in kept_files(site["hidden"])[:2]:
        assert browser.get(f"/media/{name}").status_code == 200, name
    assert leaks_in(browser, f"/buscar/?q={SOUGHT}")
    assert leaks_in(browser, "/admin/images/")


def test_no_notice_nor_mail_says_a_word_of_it(site, mailoutbox, work):
    """Not to who follows its theme, its people, or itself from the days when it was open."""
    hidden, theme = site["hidden"], site["theme"]
    outsiders = [site["outsider"], site["other"], site["former"]]
    network = hidden.network
    actions.set_visibility(network, "public")
    for person in outsiders:
        for thing in (network, theme, hidden.coordinator):
            follow(thing, person)
    follow(network, hidden.insider)
    actions.appoint_coordinator(network, site["former"])
    actions.leave(network, site["former"])
    actions.set_visibility(network, "members")
    Notification.objects.all().delete()
    blog = network.get_children().get(slug="blog")

    post = PostPageFactory(parent=blog, title=WORDS, owner=hidden.coordinator, live=False)
    post.page_themes.create(theme=theme)
    post.save_revision(user=hidden.coordinator).publish(user=hidden.coordinator)
    topic = actions.open_topic(network, hidden.coordinator, f"{WORDS} hoy", WORDS, "discussion")
    post_comment(topic, hidden.insider, f"{WORDS}, ¿qué dice @ajena?")
    work()
    prepare_digests(timezone.now() + timedelta(days=8))
    work()

    theirs = Notification.objects.filter(recipient__in=outsiders)
    told = [" ".join(letter_of(notice)) + notice.url for notice in theirs]
    addressed = {person.email for person in outsiders}
    written = [f"{m.subject} {m.body}" for m in mailoutbox if addressed & set(m.to)]
    assert not [text for text in told + written if MARK in text.lower() or SLUG in text]
    # They heard of it who belong.
    assert Notification.objects.filter(recipient=hidden.insider).exists()
