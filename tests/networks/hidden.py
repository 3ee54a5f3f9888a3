"""A network for its members alone that holds everything a network can hold, all of it marked.

Whoever reads one of these words and does not belong to it has read too much.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page
from wagtail.rich_text import RichText

from community.actions.conversation import post_comment
from community.actions.moderation import hide, report
from community.models import Attachment, Comment, UploadedDocument, UploadedImage, User
from knowledge.models import CaseNetwork
from networks import actions
from networks.models import NetworkPage, Topic
from networks.sections import all_sections
from networks.taking.drawing import own_fields
from tests.factories import CaseFactory, MemberFactory
from tests.networks.hidden_work import organise

# In every text; looked for everywhere.
MARK = "xilotepec"
# In every text too; what the walker searches for, so that no page need repeat the mark.
SOUGHT = "tepozteco"
# In every address; looked for wherever it was not asked for.
SLUG = "quimistan"
WORDS = f"Xilotepec {SOUGHT}"
# Besides, in drafts and in the library of files, which outsiders do not see of an open one either.
UNSEEN = "zumpango"


@dataclass
class Hidden:
    """The closed network and what lies in it; `outsiders` are the people who may see none of it."""

    network: Any
    coordinator: Any
    insider: Any
    picture: Any
    document: Any
    case: Any
    entries: list = field(default_factory=list)
    drafts: list = field(default_factory=list)
    topics: list = field(default_factory=list)
    comments: list = field(default_factory=list)
    attachment: Any = None
    acts: list = field(default_factory=list)
    reports: list = field(default_factory=list)
    archive: Any = None
    events: list = field(default_factory=list)
    registrations: list = field(default_factory=list)
    letters: list = field(default_factory=list)
    invitations: list = field(default_factory=list)
    lists: list = field(default_factory=list)
    uploads: list = field(default_factory=list)
    asking: Any = None

    @property
    def pages(self):
        """One of each: the network, an entry, a draft."""
        return [self.network, self.entries[-1], self.drafts[-1]]

    def all_pages(self):
        return Page.objects.descendant_of(self.network, inclusive=True)


def make_hidden(index, visibility=NetworkPage.Visibility.MEMBERS):
    """With `visibility` as of an open one, for what is closed to others there."""
    coordinator = MemberFactory(handle="quien-coordina", profile_audience=User.Audience.EVERYONE)
    insider = MemberFactory(handle="quien-participa", profile_audience=User.Audience.EVERYONE)
    network = NetworkPage(
        slug=f"red-{SLUG}",
        **dict.fromkeys(("title", "summary", "purpose", "cover_alt"), WORDS),
        welcome=f"<p>{WORDS}</p>",
        visibility=visibility,
        joining=NetworkPage.Joining.INVITATION,
    )
    network = actions.create_network(index, network)
    for person in (coordinator, insider):
        actions.appoint_coordinator(network, person)
    actions.dismiss_coordinator(network, insider)
    hidden = Hidden(network, coordinator, insider, *files(network), shown_case(network))
    network.cover = hidden.picture
    network.tags.add(MARK)
    network.save_revision(user=coordinator).publish(user=coordinator)
    hidden.network = NetworkPage.objects.get(pk=network.pk)
    fill_sections(hidden)
    talk(hidden)
    organise(hidden, WORDS, MARK)
    hidden.archive = actions.ask_for_network_archive(network, coordinator)
    return hidden


def files(network):
    place = {"title": f"{WORDS} {UNSEEN}", "collection": network.collection}
    picture = UploadedImage.objects.create(
        file=get_test_image_file(f"{SLUG}.png"), description=WORDS, credit=WORDS, **place
    )
    content = ContentFile(f"%PDF-1.4 {WORDS}".encode(), f"{SLUG}.pdf")
    document = UploadedDocument.objects.create(file=content, **place)
    for each in (picture, document):
        each.tags.add(MARK)
        each.save()
    picture.get_rendition("width-480|format-webp")
    return picture, document


def shown_case(network):
    """A public one: its page may be read by all, and must not tell where else it is shown."""
    case = CaseFactory(
        title="Ferias de trueque", live=True, code="XA-2026-0009", first_published_at=timezone.now()
    )
    CaseNetwork.objects.create(case=case, network=network)
    return case


def fill_sections(hidden):
    """In each section one entry that is out and one that is not, every field of them marked."""
    for section in all_sections():
        top = section.page_class().objects.child_of(hidden.network).get()
        top.title = WORDS
        top.summary = WORDS
        top.save()
        for name, live in (("entrada", True), ("borrador", False)):
            page = marked(section.page_class(), hidden)
            page.slug = f"{name}-{section.slug}-{SLUG}"
            page.live = live
            page.owner = page.author = hidden.coordinator
            page.tags.add(MARK)
            page.title = WORDS if live else f"{WORDS} {UNSEEN}"
            if live:
                actions.publish_entry(top, page, by=hidden.coordinator)
                hidden.entries.append(page)
            else:
                top.add_child(instance=page)
                page.save_revision(user=hidden.coordinator)
                hidden.drafts.append(page)


def talk(hidden):
    network, coordinator, insider = hidden.network, hidden.coordinator, hidden.insider
    topic = actions.open_topic(network, coordinator, WORDS, f"{WORDS} @ajena", "question")
    silenced = actions.open_topic(network, insider, WORDS, f"{WORDS} otra vez", "discussion")
    hidden.topics = [topic, silenced]
    for thing in (topic, *hidden.entries):
        said = post_comment(thing, insider, f"{WORDS} @ajena {thing.pk} {type(thing).__name__}")
        hidden.comments.append(said)
    first = hidden.comments[0]
    reply = post_comment(topic, coordinator, f"{WORDS} en respuesta", answering=first)
    hidden.comments.append(reply)
    actions.accept_answer(topic, first, coordinator)
    content = ContentFile(WORDS.encode(), f"{SLUG}.txt")
    hidden.attachment = Attachment.objects.create(comment=first, file=content, size=5)
    rude = post_comment(topic, insider, f"{WORDS} con malas palabras")
    hidden.reports = [report(reply, insider, "other", WORDS), report(topic, insider, "spam", WORDS)]
    hidden.acts = [hide(rude, coordinator, WORDS), hide(silenced, coordinator, WORDS)]
    hidden.comments.append(Comment.objects.get(pk=rude.pk))
    hidden.topics = list(Topic.objects.filter(network=network))


# --- A page with the mark in every field, whatever its type ----------------------------------


def marked(section, hidden):
    """An entry of that section that says the words wherever it can say something."""
    model = models_of(section)
    page = model(title=WORDS, summary=WORDS, cover=hidden.picture, cover_alt=WORDS)
    for column in own_fields(model):
        if column.name not in ("summary", "cover", "cover_alt", "author", "network"):
            setattr(page, column.name, value_for(column, hidden))
    if hasattr(page, "file_id") and hasattr(page, "link"):
        page.link = ""
    if hasattr(page, "time_zone"):
        page.time_zone, page.registration_until = "America/Caracas", None
        page.starts_at = timezone.now() + timedelta(days=3)
        page.ends_at = page.starts_at + timedelta(hours=2)
    return page


def models_of(section):
    from django.apps import apps

    return apps.get_model(section.entry_model)


def value_for(column, hidden):
    if isinstance(column, StreamField):
        return [(name, said_by(child, hidden)) for name, child in blocks_of(column)]
    if column.choices:
        return column.flatchoices[0][0]
    if column.is_relation:
        return document_or_picture(column.related_model, hidden)
    if isinstance(column, RichTextField):
        return f"<p>{WORDS}</p>"
    return plain_value(column)


def plain_value(column):
    if isinstance(column, models.URLField):
        return f"https://example.org/{MARK}"
    if isinstance(column, models.EmailField):
        return f"{MARK}@example.org"
    if isinstance(column, models.CharField | models.TextField):
        return WORDS[: column.max_length] if column.max_length else WORDS
    if isinstance(column, models.DateTimeField):
        return timezone.now()
    if isinstance(column, models.DateField):
        return timezone.localdate()
    return column.get_default()


def document_or_picture(model, hidden):
    if issubclass(model, UploadedDocument):
        return hidden.document
    return hidden.picture if issubclass(model, UploadedImage) else None


def blocks_of(column):
    return column.stream_block.child_blocks.items()


def said_by(block, hidden):
    """A value for a block that says the words in each of its answers."""
    if isinstance(block, blocks.StructBlock):
        return {name: said_by(child, hidden) for name, child in block.child_blocks.items()}
    if isinstance(block, blocks.StreamBlock):
        return [(name, said_by(child, hidden)) for name, child in block.child_blocks.items()]
    if isinstance(block, blocks.ListBlock):
        return [said_by(block.child_block, hidden)]
    if isinstance(block, ImageChooserBlock):
        return hidden.picture
    if isinstance(block, DocumentChooserBlock):
        return hidden.document
    if isinstance(block, blocks.ChooserBlock):
        return None
    return plain_answer(block)


def plain_answer(block):
    if isinstance(block, blocks.RichTextBlock):
        return RichText(f"<p>{WORDS}</p>")
    if isinstance(block, blocks.ChoiceBlock):
        return next(value for value, _label in block.field.choices if value)
    if isinstance(block, blocks.URLBlock):
        return f"https://example.org/{MARK}"
    if isinstance(block, blocks.CharBlock | blocks.TextBlock):
        return WORDS
    return block.get_default()
