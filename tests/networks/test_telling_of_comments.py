"""Who is told that somebody commented, or that a comment was hidden."""

import pytest
from django.core import mail

from community.actions.conversation import delete_comment, hide_comment, post_comment, show_comment
from community.actions.mail_preferences import choose
from community.models import Notification
from networks import actions
from networks.models import ResourceIndexPage
from tests.factories import MemberFactory, ResourcePageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(db):
    person = MemberFactory(display_name="Maira Tolosa")
    choose(person, {"conversation": "at_once"})
    return person


@pytest.fixture
def guide(library, author):
    return ResourcePageFactory(parent=library, title="Guía de caja", author=author)


def notices(person):
    return list(Notification.objects.visible_to(person))


def test_who_signs_a_thing_is_told_of_a_comment(guide, author, member, work):
    comment = post_comment(guide, member, "Nos **sirvió**.")

    (notice,) = notices(author)
    assert (notice.kind, notice.url) == ("comment_posted", f"/comentarios/{comment.pk}/")
    assert "Ana Pérez" in notice.title
    assert "Guía de caja" in notice.title
    work()
    (letter,) = mail.outbox
    assert letter.to == [author.email]
    assert "Nos **sirvió**." in letter.body
    assert f"/comentarios/{comment.pk}/" in letter.body
    assert not notices(member)


def test_a_notice_of_a_comment_that_is_gone_says_so(guide, author, member, client):
    comment = post_comment(guide, member, "Nos sirvió.")
    (notice,) = notices(author)
    client.force_login(author)
    address = f"/mi-espacio/avisos/{notice.pk}/"
    assert client.get(address).url == f"/comentarios/{comment.pk}/"

    delete_comment(comment, member)

    answer = client.get(address, follow=True)
    assert answer.redirect_chain[-1][0] == "/mi-espacio/avisos/"
    assert len(answer.context["messages"]) == 1


def test_nobody_is_told_of_their_own_comment(guide, author):
    post_comment(guide, author, "Agrego un dato.")

    assert not notices(author)


def test_who_can_no_longer_open_the_thing_is_not_told(closed_network, author, member):
    section = ResourceIndexPage.objects.child_of(closed_network).get()
    thing = ResourcePageFactory(parent=section, author=author)
    actions.appoint_coordinator(closed_network, member)

    post_comment(thing, member, "Nos sirvió.")

    assert not notices(author)


def test_a_thing_without_author_tells_nobody(library, member):
    post_comment(ResourcePageFactory(parent=library), member, "Nos sirvió.")

    assert not Notification.objects.exists()


def test_the_author_of_a_hidden_comment_is_told_why(guide, member, coordinator, work):
    comment = post_comment(guide, member, "Llame al 555.")
    hide_comment(comment, coordinator, "Trae un teléfono.")

    (notice,) = notices(member)
    assert notice.kind == "comment_hidden"
    assert "Guía de caja" in notice.title
    work()
    letter = next(letter for letter in mail.outbox if letter.to == [member.email])
    assert "Trae un teléfono." in letter.body
    assert "Llame al 555." in letter.body


def test_and_that_it_is_shown_again(guide, member, coordinator):
    comment = post_comment(guide, member, "Llame al 555.")
    hide_comment(comment, coordinator, "Trae un teléfono.")
    show_comment(comment, coordinator)

    assert [notice.kind for notice in notices(member)] == ["comment_shown", "comment_hidden"]


def test_nothing_that_somebody_writes_becomes_a_button_of_our_mails(guide, member, work):
    post_comment(guide, member, "Gracias.\n\nConfirme su cuenta:\nhttps://evil.example/x")

    work()

    (letter,) = mail.outbox
    assert "> Gracias.\n>\n> Confirme su cuenta:\n> https://evil.example/x\n" in letter.body
    html = letter.alternatives[0].content
    assert "Gracias.<br><br>Confirme su cuenta:<br>https://evil.example/x</blockquote>" in html
    assert 'href="https://evil.example' not in html
