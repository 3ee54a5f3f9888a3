"""The design system, as template tags: one tag, one template, one stylesheet.

`{% card page %}` renders `templates/components/card.html`, styled by
`community/static/community/css/components/card.css`. The signature is the
contract. The drawings (`icon`, `tile`, `cycle`...) come from `community.drawings`
and `community.tiles` and have no template.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse, translate_url
from django.utils import timezone, translation

from community import dates, drawings, tiles

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from django.core.paginator import Page as PaginatedPage
    from django.forms import BaseForm, BoundField
    from django.http import HttpRequest
    from django.template import Context
    from django.utils.safestring import SafeString
    from wagtail.models import Page

    from community.models import Theme, User

register = template.Library()

TONES = {"info": "info", "good": "check", "asks": "clock", "bad": "alert"}
SPOKEN_AT_ONCE = {"good": "status", "bad": "alert"}

register.simple_tag(drawings.icon, name="icon")
register.simple_tag(drawings.mark, name="mark")
register.simple_tag(drawings.cycle, name="cycle")
register.simple_tag(drawings.ladder, name="ladder")
register.simple_tag(drawings.wheel, name="wheel")
register.simple_tag(tiles.tile, name="tile")
register.simple_tag(tiles.dado, name="dado")
register.simple_tag(tiles.frieze, name="frieze")


@register.inclusion_tag("components/evidence.html")
def evidence(level: int) -> dict[str, object]:
    """The ladder filled to `level` (0-5) with the same in words."""
    return {"level": level, "words": drawings.evidence_words(level)}


# --- Where things are -----------------------------------------------------------


@register.simple_tag
def address(path: str) -> str:
    """An address of this site in the reader's language: "redes/" gives /redes/ or /pt/redes/."""
    return reverse("wagtail_serve", args=[path])


def url_of(page: Page, context: Context) -> str:
    """The page's address; with the request at hand it costs no query."""
    return page.get_url(context.get("request")) or ""


@register.inclusion_tag("components/menu.html", takes_context=True)
def menu(context: Context) -> dict[str, object]:
    """The sections of the site; the one being read is marked."""
    here = context["request"].path if "request" in context else ""
    sections = [
        (translation.gettext("Experiences"), "experiencias/"),
        (translation.gettext("Networks"), "redes/"),
        (translation.gettext("Solutions"), "soluciones/"),
        (translation.gettext("Resources"), "recursos/"),
        (translation.gettext("Blog"), "blog/"),
        (translation.gettext("Municipalities"), "municipios/"),
        (translation.gettext("People"), "personas/"),
        (translation.gettext("About"), "acerca/"),
    ]
    items = [(title, address(path)) for title, path in sections]
    return {
        "items": [
            {
                "title": title,
                "url": url,
                "state": "page" if here == url else "true" if here.startswith(url) else "",
            }
            for title, url in items
        ]
    }


@register.simple_tag(takes_context=True)
def languages(context: Context) -> list[dict[str, object]]:
    """The same page in every language of the site: code, name, url, is_current. No query."""
    request: HttpRequest | None = context.get("request")
    full_path = request.get_full_path() if request else "/"
    current = translation.get_language()
    tongues = []
    for code in ("es", "pt", "en"):
        url = translate_url(full_path, code)
        tongues.append(
            {
                "code": code,
                "name": translation.get_language_info(code)["name_local"].capitalize(),
                "url": url,
                "absolute_url": request.build_absolute_uri(url) if request else url,
                "is_current": code == current,
            }
        )
    return tongues


@register.inclusion_tag("components/crumbs.html")
def crumbs(items: Sequence[tuple[str, str]]) -> dict[str, object]:
    """The way from the front door to this page.

    `items` are (title, url) from the top down, without the home page, which
    always stands first; an item without url is the page itself.
    """
    home = address("")
    return {"home": home, "items": [item for item in items if item[1] != home]}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page_obj: PaginatedPage) -> dict[str, object]:
    """Links to the other pages of a list; empty when there is one page. Keeps the filters."""
    parameters = context["request"].GET.copy()

    def query(number: int) -> str:
        parameters.pop("pagina", None)
        if number > 1:
            parameters["pagina"] = str(number)
        return f"?{parameters.urlencode()}"

    paginator = page_obj.paginator
    numbers = paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)
    return {
        "page_obj": page_obj,
        "pages": [
            {"number": number, "query": query(number) if isinstance(number, int) else ""}
            for number in numbers
        ],
        "previous": query(page_obj.number - 1) if page_obj.has_previous() else "",
        "next": query(page_obj.number + 1) if page_obj.has_next() else "",
    }


# --- Things, small ----------------------------------------------------------------


@register.inclusion_tag("components/cover.html")
def cover(
    page: Page, *, sizes: str = "(min-width: 60rem) 24rem, 100vw", loading: str = "lazy"
) -> dict[str, object]:
    """The page's cover with its alternative text; without one, a wall of its own tiles.

    `sizes` as in HTML: how wide it is shown; `loading="eager"` where a page opens with it.
    """
    return {
        "page": page,
        "image": getattr(page, "cover", None),
        "family": getattr(page, "family", "gestion"),
        "code": page.url_path or page.slug,
        "sizes": sizes,
        "loading": loading,
    }


@register.inclusion_tag("components/face.html")
def face(person: User | None, *, small: bool = False) -> dict[str, object]:
    """A person's photograph or initials; says nothing aloud, the name must stand beside it."""
    return {"person": person, "small": small}


@register.inclusion_tag("components/theme_tag.html")
def theme_tag(theme: Theme) -> dict[str, object]:
    """A theme's name with the hue of its family."""
    return {"theme": theme}


def what_and_whence(page: Page) -> dict[str, object]:
    """What kind of thing a page is, of which network, of when and about what. No query of its own.

    Lists must bring `network` and `page_themes__theme` along.
    """
    themes = getattr(page, "themes", [])
    return {
        "page": page,
        "kind": page.specific_class._meta.verbose_name if page.specific_class else "",
        "network": getattr(page, "network", None),
        # Of what takes place, when it does.
        "published_on": getattr(page, "happens_on", None) or getattr(page, "published_on", None),
        "theme": themes[0] if themes else None,
        "family": getattr(page, "family", "gestion"),
        "code": page.url_path or page.slug,
        "summary": getattr(page, "summary", "") or getattr(page, "purpose", ""),
    }


@register.inclusion_tag("components/record.html", takes_context=True)
def record(
    context: Context, page: Page, *, heading_level: int = 3, excerpt: str = "", title: str = ""
) -> dict[str, object]:
    """One row of a list of results; stands in `<ol class="records">`.

    `excerpt` and `title`, safe HTML with the words found marked, replace the
    summary and the bare title.
    """
    return {
        **what_and_whence(page),
        "url": url_of(page, context),
        "heading": f"h{heading_level}",
        "excerpt": excerpt,
        "title": title or page.title,
    }


@register.inclusion_tag("components/card.html", takes_context=True)
def card(context: Context, page: Page, *, heading_level: int = 3) -> dict[str, object]:
    """A link to `page` with its cover and summary; stands in `<div class="cards">`.

    `heading_level` (2-6) keeps the outline correct wherever the card sits.
    """
    return {
        **what_and_whence(page),
        "url": url_of(page, context),
        "heading": f"h{heading_level}",
    }


@register.inclusion_tag("components/share.html")
def share(title: str, url: str) -> dict[str, object]:
    """How to pass a public thing on: WhatsApp, mail, its address. Loads nothing from others.

    `url` with the host.
    """
    return {"title": title, "share_url": url}


# --- When -------------------------------------------------------------------------


@register.inclusion_tag("components/when.html")
def when(value: date | datetime | None) -> dict[str, object]:
    """An instant or a day: relative up to a week, then the date; the exact one in `datetime`."""
    return {"value": value, "words": dates.in_words(value, timezone.now()) if value else ""}


@register.inclusion_tag("components/day.html")
def day(value: date | datetime | None) -> dict[str, object]:
    """The big day in the margin of a list of entries, with its year unless it is this one."""
    local = dates.local_day(value) if value else None
    return {"day": local, "is_this_year": bool(local and local.year == timezone.localdate().year)}


# --- Forms ------------------------------------------------------------------------


@register.inclusion_tag("components/field.html")
def field(bound: BoundField) -> dict[str, object]:
    """One form field: label, hint, error and control, tied together for screen readers.

    "(optional)" stands beside what may stay empty, unless the form says that it `depends`.
    """
    depends = getattr(bound.field, "depends", False)
    widget: Any = bound.field.widget
    css = f"input {widget.attrs.get('class', '')}".strip()
    is_check = getattr(widget, "input_type", "") == "checkbox" and not bound.use_fieldset
    is_plain = is_check or bound.use_fieldset or bound.is_hidden
    return {
        "field": bound,
        "is_check": is_check,
        "control": bound.as_widget() if is_plain else bound.as_widget(attrs={"class": css}),
        "is_optional": not bound.field.required and not is_check and not depends,
    }


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, object]:
    """What has to be mended, above the form; nothing when all is well. Receives the focus."""
    return {"form": form, "wrong": [bound for bound in form if bound.errors]}


# --- Around a block ---------------------------------------------------------------


@register.simple_block_tag
def notice(content: SafeString, *, tone: str = "info") -> SafeString:
    """A message around the block. `tone`: info, good, asks or bad; good and bad are read aloud."""
    return render_to_string(
        "components/notice.html",
        {
            "content": content,
            "tone": tone,
            "icon_name": TONES[tone],
            "role": SPOKEN_AT_ONCE.get(tone, ""),
        },
    )


@register.simple_block_tag
def empty(
    content: SafeString,
    title: str,
    *,
    heading_level: int = 2,
    family: str = "",
    code: str = "",
) -> SafeString:
    """An empty state: `title` says what will be here, the block offers the first step."""
    return render_to_string(
        "components/empty.html",
        {
            "content": content,
            "title": title,
            "heading": f"h{heading_level}",
            "family": family,
            "code": code or title,
        },
    )
