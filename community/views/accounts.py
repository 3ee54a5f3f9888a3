"""The doors: who comes in, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def admin_door(request: HttpRequest) -> HttpResponse:
    """Where Wagtail's admin sends whoever it does not know: to our sign-in.

    Wagtail's own form would let a password alone pass a second factor, and a
    signed-in member without admin rights would be sent round for ever.
    """
    if request.user.has_perm("wagtailadmin.access_admin"):
        return redirect("wagtailadmin_home")
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next", "/admin/"), reverse("account_login"))
