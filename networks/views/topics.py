"""The conversations of a network, at /redes/<slug>/conversaciones/."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.actions.searches import note_miss
from community.html import text_of
from community.http import is_fragment
from community.models import Comment
from networks import actions
from networks.models import Topic
from networks.permissions import can_edit_topic, can_open_topic
from networks.topic_form import TopicForm
from networks.views.network import network_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from community.http import MemberRequest

A_PAGE = 20
STATES = {
    "sin-responder": Q(kind=Topic.Kind.QUESTION, accepted=None, closed_at=None),
    "respondidas": Q(accepted__isnull=False),
    "abiertas": Q(closed_at=None),
}
ACTS = {
    "cerrar": actions.close_topic,
    "abrir": actions.reopen_topic,
    "fijar": actions.pin_topic,
    "soltar": actions.unpin_topic,
}


def topic_for(request: HttpRequest, slug: str, pk: int) -> Topic:
    """The conversation, if this visitor may open it; raises Http404 otherwise. One query."""
    readable = Topic.objects.visible_to(request.user).as_read_by(request.user)
    return get_object_or_404(readable, pk=pk, network__slug=slug)


@require_safe
def topics(request: HttpRequest, slug: str) -> HttpResponse:
    """What is talked over in a network: what is pinned, then what was said last. `?q=&estado=`."""
    network = network_for(request, slug)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    state = request.GET.get("estado", "")
    open_ones = Topic.objects.visible_to(request.user)
    shown = open_ones.filter(STATES.get(state, Q()), network=network)
    for word in words.split():
        shown = shown.filter(Q(title__icontains=word) | Q(body__icontains=word))
    pages = Paginator(shown.in_list_of(request.user), A_PAGE)
    context = {
        "network": network,
        "page_obj": pages.get_page(request.GET.get("pagina")),
        "words": words,
        "state": state if state in STATES else "",
        "is_filtered": bool(words) or state in STATES,
        "may_open": can_open_topic(request.user, network),
    }
    if words and not state and not pages.count:
        note_miss(network.pk, words, timezone.localdate())
    template = "networks/_topics.html" if is_fragment(request) else "networks/topics.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def topic(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    found = topic_for(request, slug, pk)
    context = {
        "topic": found,
        "network": found.network,
        "may_edit": found.opened_by_id == request.user.pk and found.takes_comments,
        "share_url": request.build_absolute_uri(found.get_absolute_url()),
    }
    return render(request, "networks/topic.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: MemberRequest, slug: str) -> HttpResponse:
    network = network_for(request, slug)
    if not can_open_topic(request.user, network):
        raise PermissionDenied
    form = TopicForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            opened = actions.open_topic(
                network, request.user, told["title"], told["text"], told["kind"]
            )
        except ValidationError as refused:
            refuse(form, refused)
        else:
            if opened.is_waiting:
                said = _("Whoever moderates reads it before others do. We tell you when it is out.")
            else:
                said = _("Your conversation is open.")
            messages.success(request, said)
            return redirect(opened)
    last = Topic.objects.filter(opened_by=request.user).order_by("-pk").values_list("pk", flat=True)
    context = {"network": network, "form": form, "mark": str(last.first() or "")}
    return render(request, "networks/topic_form.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    found = topic_for(request, slug, pk)
    if not can_edit_topic(request.user, found):
        raise PermissionDenied
    begun = {"title": found.title, "text": text_of(found.body), "kind": found.kind}
    form = TopicForm(request.POST or None, initial=begun, is_edited=True)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.edit_topic(found, request.user, told["title"], told["text"])
        except ValidationError as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Your conversation is corrected."))
            return redirect(found)
    context = {"network": found.network, "topic": found, "form": form}
    return render(
        request, "networks/topic_form.html", {**context, "mark": str(found.edited_at or "")}
    )


@require_POST
@login_required
def steer(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Close it, open it again, pin it or let it go, as `acto` says."""
    found, act = topic_for(request, slug, pk), ACTS.get(request.POST.get("acto", ""))
    if act is None:
        raise Http404
    act(found, request.user)
    return redirect(found)


@require_POST
@login_required
def accept(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Say which `comentario` is the answer; without one, that there is none yet."""
    found, number = topic_for(request, slug, pk), request.POST.get("comentario", "")
    if not number:
        actions.take_back_answer(found, request.user)
        return redirect(found)
    if not number.isascii() or not number.isdecimal() or len(number) > 18:
        raise Http404
    comments = Comment.objects.about(found).present()
    comment = get_object_or_404(comments, pk=int(number))
    actions.accept_answer(found, comment, request.user)
    messages.success(request, _("The question has its answer, and whoever gave it knows."))
    return redirect(comment)


def refuse(form: TopicForm, refused: ValidationError) -> None:
    form.add_error(None if hasattr(refused, "error_dict") else "text", refused)
