"""One network with thousands of people, pages and events, in a moment, for what is measured."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page
from wagtail.rich_text import RichText

from blog.models import BlogIndexPage, PostPage
from community.actions.site import found_site
from community.models import (
    Activity,
    Affiliation,
    Comment,
    Organization,
    PageTheme,
    Report,
    Theme,
    User,
)
from community.permissions import COORDINATING_UNIT
from knowledge.models import Endorsement, SolutionIndexPage, SolutionPage
from networks import actions
from networks.models import (
    EventIndexPage,
    EventPage,
    EventRegistration,
    EventStanding,
    Feature,
    LinkCheck,
    Membership,
    NetworkIndexPage,
    NetworkPage,
    ResourceIndexPage,
    ResourcePage,
    Topic,
)
from territories.models import Territory
from territories.names import fold
from tests.crowd import crowd_of, crowd_of_cases

if TYPE_CHECKING:
    from collections.abc import Sequence

COMING, WAITING = 300, 40
FIRST = ["Ana", "Berta", "Ciro", "Darío", "Elsa", "Félix", "Gloria", "Hugo", "Inés", "Julio"]
LAST = ["Ríos", "Mora", "Paz", "Sol", "Núñez", "Vera", "Lima", "Cruz", "Rey", "Campos"]
WORDS = (
    "tarifa agua cuenca bomba medidor asamblea vereda acueducto fuga caudal turno cuota"
    " reparto consejo ribera pozo tanque red barrio comité obra vecina informe cobro"
).split()
CHANCE = random.Random(20261121)  # noqa: S311 - the same crowd each time
NOW = timezone.now()


def some(number: int) -> str:
    return " ".join(CHANCE.choices(WORDS, k=number))


def paragraph() -> Any:
    return ("paragraph", RichText(f"<p>{some(120).capitalize()}.</p>"))


def ago(days: int) -> Any:
    """A moment within so many days."""
    return NOW - timedelta(minutes=CHANCE.randrange(1, days * 1440))


def some_title() -> str:
    return some(5).capitalize()


def section(model: Any, network: NetworkPage) -> Any:
    return model.objects.child_of(network).get()


def found() -> NetworkPage:
    """A site with one network that was opened three years ago."""
    found_site()
    index = NetworkIndexPage.objects.get()
    themes = list(Theme.objects.active().first_level()[:3])
    network = NetworkPage(title="Agua", slug="agua", purpose="Agua para todos los barrios.")
    born = actions.create_network(index, network, themes=themes, at=NOW - timedelta(days=1090))
    return born


def make_town() -> Territory:
    code = {"code_scheme": "cabildo", "country_code": "XA"}
    country = Territory.add_root(level="country", name="Altazara", code="XA", **code)
    town: Territory = country.add_child(
        level="municipality", name="Vado", code="XA-1", parent_names="Altazara", **code
    )
    return town


def fill_people(network: NetworkPage, number: int, town: Territory) -> list[User]:
    """Members, those who ask to be, and where they work; returns the members."""
    offices = Organization.objects.bulk_create(
        Organization(
            name=f"Alcaldía {count}", slug=f"alcaldia-{count}", kind="agency", territory=town
        )
        for count in range(50)
    )
    people = User.objects.bulk_create(
        (
            User(
                email=f"m{count}@town.example",
                handle=f"m-{count}",
                display_name=(name := f"{CHANCE.choice(FIRST)} {CHANCE.choice(LAST)} {count}"),
                search_name=f" {fold(name)}",
                profile_audience=CHANCE.choice(["everyone", "members", "members", "nobody"]),
                vouched_at=NOW,
            )
            for count in range(number + 30)
        ),
        batch_size=2000,
    )
    Affiliation.objects.bulk_create(
        (
            Affiliation(user=person, organization=CHANCE.choice(offices), post="Técnica de agua")
            for person in people[::2]
        ),
        batch_size=2000,
    )
    asking = Membership.State.REQUESTED
    Membership.objects.bulk_create(
        (
            Membership(
                user=person,
                network=network,
                joined_at=ago(1080 if count < number else 20),
                state=Membership.State.ACTIVE if count < number else asking,
            )
            for count, person in enumerate(people)
        ),
        batch_size=2000,
    )
    # What `join` would write, which also asks for its groups one by one.
    network.circle.user_set.add(*people[:number])
    for person in people[:3]:
        actions.appoint_coordinator(network, person)
    return people[:number]


def look_at_what_there_is() -> None:
    """What PostgreSQL does by itself within a minute, and its plans depend on."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def entries(model: Any, index: Any, number: int, people: Sequence[User], **fields: Any) -> Any:
    """So many published pages with words, themes, days and lines in the streams."""
    look_at_what_there_is()
    made = crowd_of(model, index, number, network=index.network_above(), **fields)
    themes = list(Theme.objects.active().first_level())
    for page in made:
        page.title = page.draft_title = some_title()
        page.summary = some(20).capitalize()
        page.author = page.owner = CHANCE.choice(people)
        at = ago(1080)
        page.first_published_at = page.last_published_at = at
        page.published_on = at.date()
        page.save_base(raw=True)
    PageTheme.objects.bulk_create(
        PageTheme(page_id=page.pk, theme=theme)
        for page in made
        for theme in CHANCE.sample(themes, 2)
    )
    Activity.objects.bulk_create(
        Activity(
            actor_id=page.author_id,
            verb=Activity.Verb.PUBLISHED,
            page_id=page.pk,
            network_id=page.network_id,
            at=page.first_published_at,
        )
        for page in made
    )
    return made


def say(thing: Any, number: int, people: Sequence[User]) -> list[Comment]:
    """Comments about it, not yet written down."""
    kind = ContentType.objects.get_for_model(thing)
    return [
        Comment(
            content_type=kind,
            object_id=thing.pk,
            author=CHANCE.choice(people),
            body=f"<p>{some(25)}</p>",
            posted_at=ago(300),
        )
        for _time in range(number)
    ]


def fill_entries(network: NetworkPage, people: Sequence[User], posts: int, town: Territory) -> None:
    """Posts, solutions, resources, experiences; some stale, drafts or with dead links."""
    body = [paragraph() for _time in range(4)]
    written = entries(PostPage, section(BlogIndexPage, network), posts, people, body=body)
    stale = [page.pk for page in written[:60]]
    PostPage.objects.filter(pk__in=stale).update(review_on=(NOW - timedelta(days=9)).date())
    Page.objects.filter(pk__in=[page.pk for page in written[60:100]]).update(live=False)
    said = [line for page in written[-300:] for line in say(page, 3, people)]
    Comment.objects.bulk_create(said, batch_size=2000)
    index = section(SolutionIndexPage, network)
    solutions = entries(
        SolutionPage, index, 200, people, problem=f"<p>{some(30)}</p>", cost_band="under_5k"
    )
    resources = entries(
        ResourcePage,
        section(ResourceIndexPage, network),
        400,
        people,
        kind="guide",
        link="https://example.org/guia",
        year=2024,
    )
    LinkCheck.objects.bulk_create(
        LinkCheck(page_id=page.pk, url=page.link, state="gone", since=ago(40), failures=3)
        for page in resources[:50]
    )
    themes = list(Theme.objects.active().first_level())
    cases = crowd_of_cases(300, author=people[5], place=town, themes=themes, networks=[network])
    why = "Porque se hizo con poco y sigue en pie."
    Endorsement.objects.bulk_create(
        Endorsement(network=network, case=case, by=people[0], note=why) for case in cases[:30]
    )
    Feature.objects.bulk_create(
        Feature(network=network, page_id=page.pk, reason=why, order=place, chosen_by=people[0])
        for place, page in enumerate([written[-1], solutions[-1], resources[-1]])
    )


def fill_events(network: NetworkPage, people: Sequence[User], number: int) -> None:
    """Half of them over, and one to come that is full, with a queue."""
    hours = {"starts_at": NOW, "ends_at": NOW + timedelta(hours=2), "place": "Casa comunal"}
    agenda = [paragraph()]
    index = section(EventIndexPage, network)
    held = entries(EventPage, index, number, people, agenda=agenda, capacity=COMING, **hours)
    for count, event in enumerate(held):
        event.starts_at = NOW + timedelta(days=1 + count if count % 2 else -1 - 2 * count)
        event.ends_at = event.starts_at + timedelta(hours=2)
        event.save_base(raw=True)
    EventStanding.objects.bulk_create(EventStanding(event=event) for event in held)
    states = [EventRegistration.State.REGISTERED] * COMING
    states += [EventRegistration.State.WAITING] * WAITING
    for event in held[:2]:
        EventRegistration.objects.bulk_create(
            EventRegistration(event=event, user=person, state=state, queued_at=ago(30))
            for person, state in zip(people[10:], states, strict=False)
        )


def fill_topics(network: NetworkPage, people: Sequence[User]) -> None:
    """Conversations with what was said in them, some of it reported; the first is the longest."""
    topics = Topic.objects.bulk_create(
        Topic(
            network=network,
            kind=Topic.Kind.QUESTION if count % 2 else Topic.Kind.DISCUSSION,
            title=some_title(),
            body=f"<p>{some(40)}</p>",
            opened_by=CHANCE.choice(people),
            opened_at=ago(1000),
        )
        for count in range(600)
    )
    said = [line for topic in topics[:500] for line in say(topic, 8, people)]
    said += say(topics[0], 60, people)
    comments = Comment.objects.bulk_create(said, batch_size=2000)
    kind = ContentType.objects.get_for_model(Comment)
    Report.objects.bulk_create(
        Report(
            content_type=kind,
            object_id=comment.pk,
            person=comment.author,
            network=network,
            reporter=people[7],
            reason=Report.Reason.INSULT,
        )
        for comment in comments[:20]
    )


def fill_letters(network: NetworkPage, author: User) -> None:
    for count in range(30):
        actions.write_letter(network, author, f"Taller {count}", "Vengan **todos**.", "todos")


@transaction.atomic
def make_crowded(members: int, posts: int, events: int) -> None:
    """A site with that network; m-0 to m-2 coordinate it, unidad is of the coordinating unit."""
    network, town = found(), make_town()
    people = fill_people(network, members, town)
    fill_entries(network, people, posts, town)
    fill_events(network, people, events)
    fill_topics(network, people)
    fill_letters(network, people[0])
    unit = User.objects.create(email="unidad@town.example", handle="unidad", display_name="Eva")
    unit.groups.add(Group.objects.get(name=COORDINATING_UNIT))
