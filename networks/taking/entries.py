"""What is published in the sections of a network, and what is being written there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from community.actions.notice_mails import absolute
from community.archive import meaning_of
from community.models import with_themes
from networks.sections import all_sections
from networks.taking.conversations import comments_drawn, comments_on, comments_told, files_of
from networks.taking.drawing import child_relations, draw, own_fields
from networks.taking.offline import place_of_file
from networks.taking.parts import Part, Taken, registered
from networks.taking.people import day_of, in_chunks, person_told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from networks.models import EntryPage, NetworkPage
    from networks.sections import Section

# People and what was decided about things come after the things.
LAST = ("miembros", "moderacion")
DRAFT, PUBLISHED = "Draft", "Published"
# The size in which a page of the site shows it, so that it is there already.
COVER = "width-960|format-webp"


def parts_of(network: NetworkPage) -> dict[str, Part]:
    """All that is taken along of a network, by the name of its file; people last."""
    makers: dict[str, Callable[[NetworkPage], Part]] = {
        section.slug: partial(entries, section) for section in all_sections()
    }
    makers |= registered()
    return {name: makers[name](network) for name in sorted(makers, key=lambda each: each in LAST)}


def entries(section: Section, network: NetworkPage) -> Part:
    """The entries of one section, drafts and what was hidden too, the newest first."""
    model: Any = apps.get_model(section.page_class().entry_model)
    pages = model._default_manager.filter(network=network)
    pages = pages.select_related(*model.served_with)
    pages = pages.prefetch_related("tags", "cover__renditions", with_themes())
    pages = pages.order_by("-published_on", "-pk")
    rows = list(pages.order_by().values_list("pk", "slug", "url_path", "live"))
    names = page_names([(pk, slug) for pk, slug, _path, _live in rows])
    places = {address_at(network, path): names[pk] for pk, _slug, path, live in rows if live}
    return Part(
        str(section.title),
        len(rows),
        entries_told(pages, names),
        terms_of(model),
        places,
    )


def page_names(rows: list[tuple[int, str]]) -> dict[int, str]:
    """A name for the page of each, by its key: its slug, with a number where that is taken."""
    names: dict[int, str] = {}
    taken: set[str] = set()
    for pk, slug in rows:
        name = slugify(slug) or f"{pk}"
        name = f"{name}-{pk}" if name in taken or name == "index" else name
        taken.add(name)
        names[pk] = name
    return names


def address_at(network: NetworkPage, url_path: str) -> str:
    """The address of a page of the network on the site. No query."""
    front: str = network.url or "/"
    return front + url_path.removeprefix(network.url_path)


def entries_told(pages: Any, names: dict[int, str]) -> Iterator[Taken]:
    for chunk in in_chunks(pages):
        said = comments_on(chunk)
        for page in chunk:
            name, about = names[page.pk], said[page.pk]
            if not page.live:
                yield entry_told(being_written(page), name, DRAFT, about)
                continue
            yield entry_told(page, name, PUBLISHED, about)
            if page.has_unpublished_changes:
                yield entry_told(being_written(page), f"{name}-borrador", DRAFT, [])


def being_written(page: EntryPage) -> EntryPage:
    """The newest text of it, published or not."""
    draft: EntryPage = page.get_latest_revision_as_object() if page.latest_revision_id else page
    prefetch_related_objects([draft], with_themes()) if draft.pk == page.pk else None
    return draft


def entry_told(page: Any, name: str, status: str, said: list[Any]) -> Taken:
    drawn = draw(page)
    cover = page.cover.get_rendition(COVER) if page.cover else None
    at = place_of_file(str(cover.file.name)) if cover else None
    author = person_told(page.author) if page.author else None
    told = {
        "@type": page.schema_type,
        "identifier": str(page.translation_key),
        "name": page.title,
        "alternateName": page.slug,
        "url": absolute(page.url or "") if status == PUBLISHED else None,
        "creativeWorkStatus": status,
        "abstract": page.summary,
        "author": author,
        "datePublished": page.published_on if status == PUBLISHED else None,
        "dateModified": page.latest_revision_created_at or page.last_published_at,
        "inLanguage": getattr(page, "resource_language", get_language()),
        "about": [{"termCode": each.slug, "name": str(each)} for each in page.themes],
        "keywords": sorted(tag.name for tag in page.tags.all()),
        "image": at,
        "fields": drawn.fields,
        "comment": comments_told(said),
    }
    body = render_to_string(
        "networks/taking/entry.html",
        {"page": page, "drawn": drawn, "is_draft": status == DRAFT, "cover": cover},
    )
    words = [author["name"] if author else "", day_of(page.published_on)]
    if status == DRAFT:
        words.append(_("draft"))
    return Taken(
        page.title,
        told,
        body=body + comments_drawn(said),
        page=name,
        said=" · ".join(filter(None, words)),
        files=files_of(said),
        text="text",
    )


def terms_of(model: Any) -> dict[str, str]:
    """What the names in the rows of this kind of page mean, field by field."""
    terms = {
        "@type": _("The kind of thing, of schema.org"),
        "identifier": _("A key that stays the same wherever it is copied to"),
        "name": _("Title"),
        "alternateName": _("The last part of its address"),
        "url": _("Where it stands; null for a draft"),
        "creativeWorkStatus": _("Published or Draft; of what has both there are two rows"),
        "abstract": _("Summary"),
        "author": _("Who signs it, as they show themselves to the network"),
        "datePublished": _("Its day"),
        "dateModified": _("When it was last changed"),
        "inLanguage": _("Language"),
        "about": _("Themes, the first one first"),
        "keywords": _("Tags"),
        "image": _("The cover, in the folder of files"),
        "fields": _("All other fields, as they are kept; explained below"),
        "comment": _("Comments that everybody reads: number, author, when, text, files"),
        "text": _("All of it as HTML to be read"),
    }
    for column in own_fields(model):
        terms[f"fields.{column.name}"] = meaning_of(model, column.name)
    for relation in child_relations(model):
        name = relation.get_accessor_name()
        terms[f"fields.{name}"] = str(relation.related_model._meta.verbose_name_plural)
    return terms
