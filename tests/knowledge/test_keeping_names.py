"""Of a protected person no output holds the name, whatever was published before."""

import re

import pytest
from django.apps import apps
from django.core import mail
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone, translation

from community.actions.following import follow
from community.actions.members import close_account
from community.models import Affiliation, Comment, Organization, User
from community.permissions import KNOWLEDGE_TEAM
from knowledge import actions
from knowledge.actions import authorship
from knowledge.actions.documents import fit_to_be_kept
from knowledge.models import (
    Attachment,
    Carrying,
    Case,
    Contributor,
    Interview,
    LegalInstrument,
    Protection,
    Systematization,
)
from knowledge.moments import SCREENS
from knowledge.protection import may_see_contributor
from knowledge.sealing import label_for
from knowledge.tokens import invitation_address
from knowledge.traces import traces_of
from knowledge.urls import urlpatterns
from tests.community.files_made_up import office, picture
from tests.factories import CaseFactory, MemberFactory
from tests.knowledge.conftest import somebody_of, write
from tests.knowledge.whose_names import all_that_is_said, holders, routes

pytestmark = pytest.mark.django_db

AUTHOR, HELPER, TYPED = "Zoraida Quintanilla", "Eleuterio Bracamonte", "Petronila Uzcategui"
NAMES = (AUTHOR, HELPER, TYPED)


@pytest.fixture
def told(home, author, team):
    """A case of three people, published, with a newer draft; its author has a follower."""
    case = CaseFactory(
        registered_by=MemberFactory(
            display_name=AUTHOR, handle="zoraida", profile_audience="everyone"
        ),
        title="Compost in the market",
        process=f"<p>The secretary, <b>zoraida</b> quintanilla, said so. {TYPED} too.</p>",
    )
    helper = MemberFactory(display_name=HELPER, handle="eleuterio")
    case.contributors.add(
        Contributor(person=helper, post="Engineer of the plant"),
        Contributor(name=TYPED, post="Librarian"),
    )
    case.legal_instruments.add(LegalInstrument(title="Ordinance", text=f"[mayor] heard {TYPED}."))
    photo = fit_to_be_kept(case, picture(), {"licence": "cc_by", "person_consent": "consented"})
    photo.alt_text = f"{TYPED} under the roof."
    case.attachments.add(photo)
    case.save()
    case.save_revision(user=case.registered_by, clean=False)
    follow(author, case.registered_by)
    actions.send(case, case.registered_by)
    actions.publish(case, team)
    case = Case.objects.get(pk=case.pk)
    write(case, case.registered_by, "Compost in the markets")
    return Case.objects.get(pk=case.pk)


def signed_by(person):
    """Every table with a row about a case that leads to the person."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation
        and field.related_model is type(person)
        and model._meta.app_label in ("knowledge", "wagtailcore")
        and model._meta.label != "knowledge.Protection"
        and model._default_manager.filter(**{field.name: person}).exists()
    }


def work_on(case, team):
    """Everything that is kept beside its text, with the three names in it."""
    person, helper = case.registered_by, User.objects.get(handle="eleuterio")
    invited = authorship.invite(case, person, person=helper, post="Engineer of the plant")
    authorship.accept(invitation_address(invited.pk).rstrip("/").rpartition("/")[2], helper)
    case = Case.objects.get(pk=case.pk)
    link = actions.share(case, person, for_whom=TYPED, email="petronila@town.example")
    made = actions.remark(link, name=TYPED, text=f"Ask {AUTHOR}.", email="petronila@town.example")
    actions.answer_remark(made, person, f"I did, {HELPER}.", closes=False)
    work = Systematization.objects.create(case=case, team=f"{AUTHOR}\n{HELPER}")
    Interview.objects.create(
        systematization=work, person=HELPER, notes=f"{TYPED} was there.", recorded_by=team
    )
    told = f"<p>{AUTHOR}</p>"
    Carrying.objects.create(
        systematization=work,
        field="process",
        way="append",
        before="",
        brought=told,
        after=told,
        carried_by=helper,
    )
    return link


def keys_in(case):
    """What stands in an address of the case, by the name it has there."""
    told = {"reference": case.code, "number": 1, "section": "problema", "slug": "quienes"}
    told["screen"] = SCREENS[0].slug
    norms = case.draft().legal_instruments.all()
    keys = {
        **{"norma": norms, "instrumentos": norms, "documentos": case.draft().attachments.all()},
        "creditos": case.contributors.all(),
    }
    numbers = {
        "quienes/": case.authorships.all(),
        "entrevistas": Systematization.objects.get(case=case).interviews.all(),
        "observaciones": case.remarks.all(),
    }
    return told, keys, numbers


def filled_in(case):
    """Every address of cases that can be made of what this one has."""
    told, keys, numbers = keys_in(case)
    # On that of protection those who may know read who it is: the next test.
    open_to_all = (route for route, name in routes(urlpatterns) if name != "protection")
    for route in open_to_all:
        found = dict(told)
        for word, rows in keys.items():
            if word[:5] in route and rows:
                found["key"] = rows[0].key
        for word, rows in numbers.items():
            if word in route and rows:
                found["pk"] = rows[0].pk
        wanted = re.findall(r"<\w+:(\w+)>", route)
        if "reference" in wanted and set(wanted) <= set(found):
            for name in wanted:
                route = re.sub(rf"<\w+:{name}>", str(found[name]), route)
            yield f"/experiencias/{route}"


def photograph_of(case):
    [photo] = case.attachments.all()
    return f"/experiencias/foto/{case.key}/320/{photo.file.name.rpartition('/')[2]}"


def addresses(case):
    """Every address of a case, whatever it answers, and the pages where it is listed."""
    yield from filled_in(case)
    yield from (
        photograph_of(case),
        f"{case.get_absolute_url()}ver/fuentes/",
        f"{case.get_absolute_url()}ver/todo/",
        f"{case.get_absolute_url()}v/1/ver/todo/",
        f"{case.get_absolute_url()}versiones/comparar/?de=1&a=2",
        f"/experiencias/comparar/?caso={case.code}&caso={case.code}",
        case.review_links.get().get_absolute_url(),
        f"/experiencias/?q=compost&caso={case.code}",
        "/experiencias/cola/?parte=mias",
        reverse("cases:version", args=[case.code, 2]),
        f"{case.get_absolute_url()}?borrador=1",
        reverse("cases:list"),
        reverse("cases:queue"),
        f"{reverse('cases:queue')}?parte=publicadas",
        "/",
        "/sitemap.xml",
        "/buscar/?q=compost",
        "/buscar/?q=quintanilla",
        "/personas/zoraida/?seccion=experiencias",
        "/mi-espacio/",
        "/mi-espacio/avisos/",
        reverse("wagtailsnippets_knowledge_case:list"),
        reverse("wagtailsnippets_knowledge_case:edit", args=[case.pk]),
        reverse("wagtailsnippets_knowledge_case:history", args=[case.pk]),
        "/admin/reports/site-history/",
    )


def read_norms_and_photograph(client, case):
    """A visitor reads them, with what stands for the name: the walk has them before it."""
    norm = case.legal_instruments.get()
    for part in (f"norma/{norm.key}/", f"v/1/norma/{norm.key}/", f"instrumentos/{norm.key}.docx"):
        assert f"{case.get_absolute_url()}{part}" in set(addresses(case))
        page = client.get(f"{case.get_absolute_url()}{part}")
        assert "heard a colleague" in all_that_is_said(page), part
    assert client.get(photograph_of(case)).status_code == 200
    shown = client.get(f"{case.get_absolute_url()}ver/fuentes/").content.decode()
    assert 'alt="a colleague under the roof."' in shown


def test_no_output_holds_a_protected_name_and_older_versions_neither(
    client, told, author, team, unit, searchable, work
):
    searchable()
    person, case = told.registered_by, told
    helper = case.draft().contributors.all()[0].person
    typed = case.draft().contributors.all()[1]
    colleague = somebody_of(KNOWLEDGE_TEAM, "colega")
    work_on(told, colleague)
    kept = {"knowledge.CaseVersion", "knowledge.Remark", "knowledge.Carrying"}
    assert kept <= holders(AUTHOR)
    assert {"knowledge.CaseEvent.actor", "wagtailcore.Revision.user"} <= signed_by(person)

    held = actions.protect(case, person, person, "organization")
    of_helper = actions.protect(case, helper, helper, "nobody")
    of_typed = actions.protect_named(case, unit, str(typed.key), "network")
    for each in (held, of_helper, of_typed):
        actions.replace_name(each, unit, "a colleague")

    case = Case.objects.get(pk=case.pk)
    assert [holders(name) for name in NAMES] == [set(), set(), set()]
    # What they may still do hangs on the account; no reader is told whose it is.
    own = {"registered_by", "kept_by"}
    theirs = {f"knowledge.Case.{name}" for name in own}
    theirs |= {"knowledge.Authorship.invited_by", "knowledge.ReviewLink.created_by"}
    assert signed_by(helper) == {"knowledge.Authorship.person"}
    assert signed_by(person) == theirs
    assert set(Protection.objects.get(person=helper).known_as) == {HELPER}

    # It goes on so: what they write, send and have published later names nobody.
    write(case, person, "Compost in all markets")
    case = actions.send(case, person)
    actions.publish(case, team)
    work()
    searchable()
    case = Case.objects.get(pk=case.pk)
    assert [holders(name) for name in NAMES] == [set(), set(), set()]
    assert signed_by(person) == theirs
    sent = [
        f"{message.subject} {message.body}"
        for message in mail.outbox
        if not {person.email, helper.email} & set(message.to)
    ]
    assert sent
    read_norms_and_photograph(client, case)
    for reader in (None, author, team, colleague):
        client.logout()
        if reader:
            client.force_login(reader)
        for address in addresses(case):
            page = all_that_is_said(client.get(address))
            where = [name for name in NAMES if name.casefold() in page.casefold()]
            # A profile is the person's own, and so is what one typed into the search box.
            expected = [AUTHOR] if "/personas/" in address else []
            assert where in ([], expected), f"{where} for {reader} at {address}"
            if "/personas/" in address:
                assert "Compost" not in page
    assert not [name for name in NAMES for text in sent if name in text]


def test_those_concerned_protect_and_give_back_and_nobody_else(client, told, author, team, unit):
    person, stranger = told.registered_by, MemberFactory()
    address = reverse("cases:protection", args=[told.code])
    client.force_login(stranger)
    assert client.get(address).status_code == 404
    client.logout()
    assert client.get(address).status_code == 302

    client.force_login(person)
    assert AUTHOR in client.get(address).content.decode()
    told_back = client.post(address, {"act": "protect", "who": "a", "shown_as": "person"})
    assert told_back.status_code == 422
    client.post(address, {"act": "protect", "who": "a", "shown_as": "nobody"})
    held = Protection.objects.get()
    assert Case.objects.get(pk=told.pk).told_by == ""
    assert AUTHOR in client.get(address).content.decode()
    comment = client.get(told.get_absolute_url()).content.decode()
    assert "Su nombre" in comment or "Your name is kept" in comment

    colleague = somebody_of(KNOWLEDGE_TEAM, "colega")
    Case.objects.filter(pk=told.pk).update(assignee=team)
    for reader, knows in ((team, True), (unit, True), (colleague, False)):
        client.force_login(reader)
        assert (AUTHOR in client.get(address).content.decode()) is knows
    helper = told.draft().contributors.all()[0].person
    client.force_login(helper)
    assert AUTHOR not in client.get(address).content.decode()
    for reader in (helper, team, stranger):
        client.force_login(reader)
        client.post(address, {"act": "lift", "who": f"p-{held.pk}"})
        assert Protection.objects.exists()

    client.force_login(person)
    client.post(address, {"act": "lift", "who": f"p-{held.pk}"})
    case = Case.objects.get(pk=told.pk)
    assert (case.told_by, case.protects) == (AUTHOR, False)
    assert case.versions.get(number=1).names["registered_by"] == AUTHOR


def test_a_text_protects_somebody_at_once_and_never_gives_the_name_back(told, unit):
    draft = told.draft()
    row = draft.contributors.all()[0]
    row.shown_as = "organization"
    draft.save_revision(user=unit, clean=False)

    assert holders(HELPER) == set()
    assert holders("Engineer of the plant") == set()
    case = Case.objects.get(pk=told.pk)
    assert case.protects
    assert case.open_author == told.registered_by

    draft = case.draft()
    row = draft.contributors.all()[0]
    assert (row.person_id, row.post, row.shown_as) == (None, "", "organization")
    row.shown_as = "person"
    draft.save_revision(user=unit, clean=False)
    assert Case.objects.get(pk=told.pk).draft().contributors.all()[0].shown_as == "organization"


def test_only_who_works_on_a_case_knows_its_protected_people(told, team, unit):
    assert not may_see_contributor(team, told)
    actions.assign(told, unit, team)
    told.refresh_from_db()
    assert may_see_contributor(team, told)
    assert may_see_contributor(unit, told)
    assert not may_see_contributor(told.registered_by, told)


def test_on_behalf_of_whom_is_told_only_with_the_organization(told):
    town = Organization.objects.create(
        name="Alcaldía de Sucre", slug="alcaldia-de-sucre", kind="municipal_government"
    )
    # From outside, the municipality does not stand for them.
    assert label_for(told, "organization", told.registered_by) == ""
    proof = {"verification": "unit", "verified_at": timezone.now()}
    Affiliation.objects.create(user=told.registered_by, organization=town, **proof)
    assert label_for(told, "organization", told.registered_by) == "Alcaldía de Sucre"
    Case.objects.filter(pk=told.pk).update(on_behalf_of=town)
    case = Case.objects.get(pk=told.pk)

    actions.protect(case, case.registered_by, case.registered_by, "organization")
    case.refresh_from_db()
    assert (case.told_by, case.open_organization) == ("Alcaldía de Sucre", town)
    actions.protect(case, case.registered_by, case.registered_by, "nobody")
    case = Case.objects.get(pk=told.pk)
    assert (case.told_by, case.open_organization) == ("", None)


def test_where_the_name_is_still_written_is_shown_and_replaced(client, told, unit, member):
    person, draft = told.registered_by, told.draft()
    row = Attachment(title="Report", kind="report")
    draft.attachments.add(row)
    core = f"<cp:coreProperties><dc:creator>{AUTHOR}</dc:creator></cp:coreProperties>"
    made = office(more=[("docProps/core.xml", core)])
    row.file.save("informe-zoraida-quintanilla.docx", ContentFile(made.read()), save=False)
    draft.save_revision(user=unit, clean=False)
    Comment.objects.create(thing=told, author=member, body=f"<p>Thanks, {AUTHOR}!</p>")
    held = actions.protect(Case.objects.get(pk=told.pk), person, person, "nobody")

    case = Case.objects.get(pk=told.pk)
    where = {str(trace.where) for trace in traces_of(case, held.known_as)}
    with translation.override("en"):
        found = traces_of(case, held.known_as)
    assert len(where) == len(found) == 4
    assert [trace.words.casefold() for trace in found if not trace.advice] == [
        f"the secretary, {AUTHOR}, said so. {TYPED} too.".casefold()
    ]
    assert f"{row.file_name}: {AUTHOR}" in [trace.words for trace in found]

    client.force_login(person)
    address = reverse("cases:protection", args=[told.code])
    asked = {"act": "replace", "who": f"p-{held.pk}", "words": ""}
    assert client.post(address, asked).status_code == 422
    client.force_login(member)
    assert client.post(address, {**asked, "words": "x"}).status_code == 404
    client.force_login(person)
    client.post(address, {**asked, "words": "<script>the secretary"})
    case = Case.objects.get(pk=told.pk)
    told_now = [case.process, case.draft().process, case.versions.first().as_case().process]
    assert (
        told_now == [f"<p>The secretary, <b>scriptthe secretary</b>, said so. {TYPED} too.</p>"] * 3
    )


def test_an_account_that_closes_leaves_what_stood_for_it_and_no_name(told, unit):
    person = told.registered_by
    actions.protect(told, person, person, "nobody")

    close_account(person, keep_name=False)

    [held] = Protection.objects.all()
    assert (held.person, held.known_as) == (None, [])
    assert {version.names["registered_by"] for version in told.versions.all()} == {""}
    assert Case.objects.get(pk=told.pk).told_by == ""
