"""A transfer as everybody reads it who may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from knowledge.models import Transfer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """A transfer, for whoever may read it."""
    found = get_object_or_404(Transfer.objects.visible_to(request.user).with_row(), pk=pk)
    return render(request, "knowledge/transfers/transfer.html", {"transfer": found})
