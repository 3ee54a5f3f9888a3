"""What `community` knows and pages of other apps show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.conf import settings
from django.db.models import Count, Q
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from community import devices, mails
from community.http import reader_of
from community.models import visible_pages

if TYPE_CHECKING:
    from django.template import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def count_pages(context: Context, *labels: str) -> dict[str, int]:
    """How many pages of each type the reader may open, by the type's name in small letters.

    `{% count_pages "networks.NetworkPage" as counts %}` gives
    `counts.networkpage`. One query for all.
    """
    kinds = [label.lower().partition(".") for label in labels]
    return visible_pages(reader_of(context)).aggregate(
        **{
            model: Count("pk", filter=Q(content_type__app_label=app, content_type__model=model))
            for app, _dot, model in kinds
        }
    )


@register.simple_tag(takes_context=True)
def count_unread(context: Context) -> int:
    """How many notices the reader has not opened. No query: the session brings it along.

    Use: {% count_unread as unread %}
    """
    return getattr(reader_of(context), "unread_notices", 0)


@register.filter
def device(user_agent: str) -> str:
    """A browser and where it runs, in words: "Firefox, Windows"."""
    return devices.name_of(user_agent)


@register.filter
def quoted(words: str) -> str:
    """What somebody wrote, for a mail: `{{ words|quoted }}`, in a paragraph of its own."""
    return mails.quoted(words)


@register.filter(is_safe=True)
def filled_in(html: str) -> SafeString:
    """The HTML with {{controller}} and {{contact_email}} replaced by who answers for the data.

    Editors write the two names as they stand here; nothing else in braces
    changes.
    """
    names = {
        "controller": settings.LEGAL_CONTROLLER,
        "contact_email": settings.LEGAL_CONTACT_EMAIL,
    }
    for name, value in names.items():
        for written in (f"{{{{{name}}}}}", f"{{{{ {name} }}}}"):
            html = html.replace(written, conditional_escape(value))
    return SafeString(html)
