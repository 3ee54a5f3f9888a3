"""What a browser is answered that sends a file piece by piece; who may send it, each app says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _

from community.incoming import LONGEST_PLACE, MOST_OF_A_PIECE, forget_upload, write_piece

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from community.models.incoming import IncomingFile


def answer_stranger() -> JsonResponse:
    """To somebody whose session ended while the file was on its way."""
    said = _("Your session ended. Sign in again in another tab and try once more.")
    return JsonResponse({"said": said}, status=401)


def answer_beginning(
    request: HttpRequest,
    begin: Callable[[str, int, str], IncomingFile],
    address_of: Callable[[Any], str],
) -> JsonResponse:
    """Where the pieces go and how many bytes are here already; else why it is not taken.

    `begin` gets name, size in bytes and stamp, `address_of` the key of what it made.
    """
    sent = request.POST
    try:
        upload = begin(sent.get("name", ""), int(sent.get("size", "")), sent.get("stamp", ""))
    except ValidationError as refused:
        return JsonResponse({"said": " ".join(refused.messages)}, status=400)
    except ValueError:
        return JsonResponse({"said": _("The file could not be read.")}, status=400)
    address, key = address_of(upload.key), str(upload.key)
    return JsonResponse({"key": key, "address": address, "received": upload.received})


def answer_piece(request: HttpRequest, found: IncomingFile | None) -> JsonResponse:
    """Take the next piece, or forget the file; says how much is here. Http404 without one."""
    if found is None:
        raise Http404
    if request.method == "DELETE":
        forget_upload(found)
        return JsonResponse({"received": 0})
    start = request.GET.get("desde", "")
    piece = request.read(MOST_OF_A_PIECE + 1)
    is_place = start.isdecimal() and len(start) <= LONGEST_PLACE
    if not is_place or len(piece) > MOST_OF_A_PIECE:
        return JsonResponse({"received": found.received}, status=400)
    return JsonResponse({"received": write_piece(found, int(start), piece)})
