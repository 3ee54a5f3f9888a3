"""What leaves the site in another shape: sheets to print, open data, citations, legal texts.

All of it is what a visitor may know, whoever asks: it is passed on.
"""

from __future__ import annotations

import json
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from knowledge.exports import office
from knowledge.exports.citing import bibtex
from knowledge.exports.instruments import (
    Instrument,
    as_docx,
    as_text,
    file_name,
    instrument_of,
    of_a_case,
)
from knowledge.exports.record import Addresses, json_schema, record_of
from knowledge.lookup import moved, named
from knowledge.reading import read_published, to_read
from knowledge.sheets.blank_form import form_pdf, offline_document
from knowledge.sheets.case_sheet import sheet_pdf
from knowledge.sheets.council_note import note_pdf

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpRequest

    from knowledge.reading import Reading

GONE = 410
PLAIN = "text/plain; charset=utf-8"


def of_a_published_case(
    view: Callable[..., HttpResponse],
) -> Callable[..., HttpResponse]:
    """The view gets the text that everybody reads; 410 for what was withdrawn, 404 for drafts.

    Three queries.
    """

    @require_safe
    @wraps(view)
    def act(request: HttpRequest, reference: str, **rest: Any) -> HttpResponse:
        visitor = AnonymousUser()
        cases = to_read(visitor).select_related(
            "lead_municipality", "latest_revision", "registered_by"
        )
        case = cases.filter(**named(reference)).first()
        if case is None or not (case.live or case.first_published_at):
            raise Http404
        if not case.live:
            sentence = _("This experience was withdrawn.")
            return HttpResponse(sentence, status=GONE, content_type=PLAIN)
        return moved(request, case, reference) or view(
            request, read_published(case, visitor), **rest
        )

    return act


def address_of(request: HttpRequest, told: Reading) -> str:
    """The permanent address of the case."""
    return request.build_absolute_uri(told.case.get_absolute_url())


def handed_out(content: bytes | str, kind: str, name: str, *, inline: bool = True) -> HttpResponse:
    """A file under a name of its own."""
    response = HttpResponse(content, content_type=kind)
    how = "inline" if inline else "attachment"
    response["Content-Disposition"] = f'{how}; filename="{name}"'
    return response


@of_a_published_case
def sheet(request: HttpRequest, told: Reading) -> HttpResponse:
    """The sheet of two to four pages, in the language of the address."""
    content = sheet_pdf(told, address_of(request, told))
    return handed_out(content, "application/pdf", f"{told.case.reference}-ficha.pdf")


@of_a_published_case
def note(request: HttpRequest, told: Reading) -> HttpResponse:
    """The page for the municipal council."""
    content = note_pdf(told, address_of(request, told))
    return handed_out(content, "application/pdf", f"{told.case.reference}-nota.pdf")


def addresses_of(request: HttpRequest) -> Addresses:
    return Addresses(request.build_absolute_uri, reverse("cases:schema"))


def open_data(content: dict[str, Any], kind: str = "application/json") -> HttpResponse:
    """JSON that pages of other sites may read too."""
    text = json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    response = HttpResponse(text, content_type=kind)
    response["Access-Control-Allow-Origin"] = "*"
    return response


@of_a_published_case
def record(request: HttpRequest, told: Reading) -> HttpResponse:
    """The record as open data."""
    return open_data(record_of(told, addresses_of(request)))


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """What every record is, as a JSON Schema."""
    return open_data(json_schema(addresses_of(request)), "application/schema+json")


@of_a_published_case
def citation(request: HttpRequest, told: Reading) -> HttpResponse:
    """For programs that keep lists of sources."""
    text = bibtex(told, address_of(request, told))
    name = f"{told.case.reference}.bib"
    return handed_out(text, "application/x-bibtex; charset=utf-8", name, inline=False)


@of_a_published_case
def instrument(request: HttpRequest, told: Reading, key: UUID, suffix: str) -> HttpResponse:
    """The text of a norm, to be copied and adapted."""
    row = instrument_of(told, key)
    if row is None:
        raise Http404
    name = file_name(told, row, suffix)
    return as_file(of_a_case(told, row, address_of(request, told)), name)


def as_file(told: Instrument, name: str) -> HttpResponse:
    """In the shape that the end of its name says."""
    if name.endswith(".txt"):
        return handed_out(as_text(told), PLAIN, name, inline=False)
    return handed_out(as_docx(told), office.KIND, name, inline=False)


@require_safe
def blank_form(request: HttpRequest) -> HttpResponse:
    """The record as a form to be filled in by hand."""
    content = form_pdf(request.build_absolute_uri(reverse("cases:new")))
    return handed_out(content, "application/pdf", "cabildo-formulario.pdf")


@require_safe
def offline_form(request: HttpRequest) -> HttpResponse:
    """The same as a document for places without a connection."""
    content = offline_document(request.build_absolute_uri(reverse("cases:new")))
    return handed_out(content, office.KIND, "cabildo-formulario.docx", inline=False)
