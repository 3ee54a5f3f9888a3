"""Following things, at /seguir/, and what one follows, at /mi-espacio/sigo/."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.actions import following as actions
from community.commentable import address_of
from community.followable import followable_model
from community.forms.following import SearchForm, ThemeForm
from community.http import BIGGEST, is_fragment
from community.models import Follow
from community.permissions import can_follow

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.http import MemberRequest

# The order in which what one follows is shown; other kinds come after these.
ORDER = ("red", "tema", "territorio", "experiencia", "persona")


def thing_for(request: MemberRequest, kind: str, pk: int) -> Any:
    """The thing to follow, if this visitor may open it; raises Http404 otherwise."""
    model = followable_model(kind)
    known = model and pk < BIGGEST
    thing = known and model._default_manager.visible_to(request.user).filter(pk=pk).first()
    if not thing:
        raise Http404
    return thing


@never_cache
@login_required
@require_safe
def following(request: MemberRequest) -> HttpResponse:
    """Everything one follows, by kind, each with the button that ends it."""
    return render(request, "community/following.html", listed(request))


def listed(request: MemberRequest) -> dict[str, Any]:
    """What the page shows. What is closed to the person since stands there without its name."""
    follows: list[Any] = list(Follow.objects.of(request.user))
    seen = set(Follow.objects.visible_to(request.user).values_list("pk", flat=True))
    shown = [follow for follow in follows if follow.pk in seen]
    prefetch_related_objects([each for each in shown if not each.is_search], "thing")
    groups: dict[str, list[Any]] = {}
    for follow in shown:
        groups.setdefault(kind_of(follow), []).append(follow)
    order = [*ORDER, *sorted(set(groups) - {*ORDER, "busqueda"}), "busqueda"]
    return {
        "groups": [(kind, groups[kind]) for kind in order if kind in groups],
        "closed": [follow for follow in follows if follow.pk not in seen],
        "form": ThemeForm(request.user),
        "crumbs": [(_("My space"), reverse("community:my_space")), (_("What I follow"), "")],
    }


def kind_of(follow: Follow) -> str:
    if follow.is_search or follow.content_type_id is None:
        return "busqueda"
    model: Any = ContentType.objects.get_for_id(follow.content_type_id).model_class()
    return str(model.follow_kind)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def follow(request: MemberRequest, kind: str, pk: int) -> HttpResponse:
    """Begin to follow a thing. Whoever comes from signing in is asked once."""
    thing = thing_for(request, kind, pk)
    if not can_follow(request.user, thing):
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "community/follow.html", {"thing": thing})
    try:
        actions.follow(thing, request.user)
    except ValidationError as refused:
        return answer(request, thing, "; ".join(refused.messages), is_following=False)
    said = _("From now on we tell you of what is new: %(title)s.")
    return answer(request, thing, said % {"title": thing}, is_following=True)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def unfollow(request: MemberRequest, kind: str, pk: int) -> HttpResponse:
    thing = thing_for(request, kind, pk)
    if request.method != "POST":
        return HttpResponseRedirect(address_of(thing, request))
    actions.unfollow(thing, request.user)
    said = _("You no longer follow it: %(title)s.")
    return answer(request, thing, said % {"title": thing}, is_following=False)


def answer(request: MemberRequest, thing: Any, said: str, *, is_following: bool) -> HttpResponse:
    """The button in its new state or, without JavaScript, the page where it was pressed."""
    if not is_fragment(request):
        messages.info(request, said)
        return HttpResponseRedirect(onward(request, address_of(thing, request)))
    context = {"thing": thing, "is_following": is_following, "said": said}
    response = render(request, "community/_follow_button.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_POST
@login_required
def follow_theme(request: MemberRequest) -> HttpResponse:
    """Follow the theme chosen in the list of one's own page."""
    form = ThemeForm(request.user, request.POST)
    if not form.is_valid():
        return render(request, "community/following.html", {**listed(request), "form": form})
    return follow(request, "tema", form.cleaned_data["theme"].pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def save_search(request: MemberRequest) -> HttpResponse:
    """Keep the search that the address tells, by a name, and be told of what it finds from now on.

    The address is that of the search page with `titulo`, the name it offers.
    """
    asked = request.GET.copy()
    title = "".join(asked.pop("titulo", [])[:1])
    form = SearchForm(request.POST or None, initial={"query": asked.urlencode(), "title": title})
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.save_search(**form.cleaned_data, by=request.user)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Once a day we tell you what is new in this search."))
            return redirect(kept)
    context = {
        "form": form,
        "saved": Follow.objects.of(request.user).filter(query=asked.urlencode() or "-").first(),
    }
    return render(request, "community/follow_search.html", context)


@require_POST
@login_required
def stop(request: MemberRequest, pk: int) -> HttpResponse:
    """End a follow of one's own, even of what is closed to one by now."""
    kept = get_object_or_404(Follow.objects.of(request.user), pk=pk)
    actions.stop(kept)
    messages.success(request, _("You no longer follow it."))
    return HttpResponseRedirect(onward(request, reverse("community:following")))


def onward(request: MemberRequest, otherwise: str) -> str:
    """Where the form says it was pressed, if that is a place of this site."""
    place = request.POST.get("next", "")
    is_here = url_has_allowed_host_and_scheme(
        place, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return place if is_here else otherwise
