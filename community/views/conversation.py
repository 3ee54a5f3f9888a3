"""Comments, at /comentarios/. The things they are about show them with `{% comments thing %}`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect, push_url, reswap, retarget

from community.actions import conversation as actions
from community.actions import reactions
from community.commentable import address_of, commentable_model
from community.conversation import address_at, drawing, mark_of, page_of, place_of, reactions_for
from community.forms.conversation import CommentForm, CorrectionForm, HideCommentForm, voices_of
from community.html import text_of
from community.http import BIGGEST, is_fragment
from community.mentions import people_called
from community.models import Comment
from community.permissions import can_comment, can_edit_comment, can_hide_comment, can_reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from community.models import User

# Where a text waits for its author to sign in, and how much of it is kept.
UNSENT = "unsent_comment"
KEPT = 20_000


def comment_for(request: HttpRequest, pk: int) -> Comment:
    """The comment, if this visitor may read it; raises Http404 otherwise."""
    comment = Comment.objects.visible_to(request.user).filter(pk=pk).first()
    if comment is None:
        raise Http404
    return comment


def thing_for(request: HttpRequest, kind: str, pk: int) -> Any:
    """The thing to comment, if this visitor may open it; raises Http404 otherwise."""
    model = commentable_model(kind)
    known = model and pk < BIGGEST
    thing = known and model._default_manager.visible_to(request.user).filter(pk=pk).first()
    if not thing:
        raise Http404
    return thing


@require_safe
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """The comment's own address: leads to where it stands in its conversation."""
    return HttpResponseRedirect(place_of(comment_for(request, pk), request.user, request))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Publish a comment. What is not right is said beside the text, which is kept."""
    return say(request, thing_for(request, kind, pk))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish an answer to a comment. HTMX gets the form alone, to stand below it."""
    answered = comment_for(request, pk)
    if request.user.is_authenticated and not can_reply(request.user, answered):
        raise PermissionDenied
    return say(request, answered.thing, answered)


def say(request: HttpRequest, thing: Any, answered: Comment | None = None) -> HttpResponse:
    writer = request.user
    if not writer.is_authenticated:
        return keep_until_signed_in(request)
    if not can_comment(writer, thing):
        raise PermissionDenied
    auto_id = f"responder-{answered.pk}-%s" if answered else "comentar-%s"
    if request.method != "POST":
        begun = {"text": take_unsent(request) or beginning_of(answered, writer)}
        form = CommentForm(initial=begun, auto_id=auto_id, voices=voices_of(writer))
        return ask(request, thing, form, answered)
    form = CommentForm(request.POST, request.FILES, auto_id=auto_id, voices=voices_of(writer))
    comment = publish(request, thing, form, answered) if form.is_valid() else None
    if comment is not None:
        request.session.pop(UNSENT, None)
        return answer(request, comment, what_became_of(comment))
    if is_fragment(request) and answered is None:
        return section(request, thing, page_shown(request), form=form)
    return ask(request, thing, form, answered)


def publish(
    request: HttpRequest, thing: Any, form: CommentForm, answered: Comment | None
) -> Comment | None:
    """The comment; None when it was refused, and then the form says why."""
    if not ratelimit.consume(request, action="comment", user=request.user):
        form.add_error(None, actions.too_hasty())
        return None
    try:
        return actions.post_comment(
            thing,
            cast("User", request.user),
            form.cleaned_data["text"],
            answering=answered,
            on_behalf_of=form.organization,
            files=form.cleaned_data["attached"],
            is_robot=form.is_a_robot,
        )
    except ValidationError as refused:
        form.add_error(None if hasattr(refused, "error_dict") else "text", refused)
        return None


def ask(
    request: HttpRequest, thing: Any, form: CommentForm, answered: Comment | None
) -> HttpResponse:
    """The page with nothing but the text; of an answer the form alone, in its place."""
    told = {"answered": answered, "mark": mark_of(thing, request.user.pk)}
    if answered is None or not is_fragment(request):
        return writing(request, thing, form, **told)
    context = {"thing": thing, "form": form, "number": page_shown(request), **told}
    response = render(request, "community/_reply.html", context)
    patch_vary_headers(response, ["HX-Request"])
    retarget(response, f"#responder-{answered.pk}")
    return reswap(response, "innerHTML")


def beginning_of(answered: Comment | None, writer: User) -> str:
    """What an answer to a reply begins with: whom it is for, among those below one comment."""
    if answered is None or answered.parent_id is None or answered.author in (None, writer):
        return ""
    return f"@{answered.author.handle} "


def what_became_of(comment: Comment) -> str:
    if comment.is_waiting:
        return _("Whoever moderates reads it before others do. We tell you as soon as it is out.")
    return _("Your comment is published.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    comment = comment_for(request, pk)
    if not request.user.is_authenticated:
        return sign_in_first(request, request.path)
    if not can_edit_comment(request.user, comment):
        raise PermissionDenied
    form = CorrectionForm(request.POST or None, initial={"text": text_of(comment.body)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_comment(comment, request.user, form.cleaned_data["text"])
        except ValidationError as refused:
            form.add_error("text", refused)
        else:
            messages.success(request, _("Your comment is corrected."))
            return HttpResponseRedirect(place_of(comment, request.user, request))
    return writing(request, comment.thing, form, comment=comment, mark=str(comment.edited_at or ""))


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """What it says and what it said before, the newest first."""
    comment = comment_for(request, pk)
    context = {"comment": comment, "versions": comment.versions.all(), **about(request, comment)}
    return render(request, "community/comment_history.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for the reason, then leaves the comment to its author and to those who moderate."""
    comment = comment_for(request, pk)
    if not request.user.is_authenticated:
        return sign_in_first(request, request.path)
    if not can_hide_comment(request.user, comment):
        raise PermissionDenied
    form = HideCommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.hide_comment(comment, request.user, form.cleaned_data["reason"])
        except ValidationError as refused:
            form.add_error("reason", refused)
        else:
            messages.success(request, _("The comment is hidden, and its author knows why."))
            return HttpResponseRedirect(place_of(comment, request.user, request))
    context = {"comment": comment, "form": form, **about(request, comment)}
    return render(request, "community/comment_hide.html", context)


def delete(request: HttpRequest, pk: int) -> HttpResponse:
    said = _("Your comment is deleted. For a day you can take it back.")
    return act(request, pk, actions.delete_comment, said)


def restore(request: HttpRequest, pk: int) -> HttpResponse:
    return act(request, pk, actions.restore_comment, _("Your comment is published again."))


def show(request: HttpRequest, pk: int) -> HttpResponse:
    said = _("Everybody can read the comment again, and its author knows it.")
    return act(request, pk, actions.show_comment, said)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def useful(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the comment was useful, or take it back. HTMX gets the button alone."""
    comment = comment_for(request, pk)
    if not request.user.is_authenticated:
        return sign_in_first(request, comment.get_absolute_url())
    if request.method != "POST":
        return redirect(comment)
    does = reactions.take_back_useful if "retirar" in request.POST else reactions.find_useful
    does(comment, request.user)
    if not is_fragment(request):
        return HttpResponseRedirect(place_of(comment, request.user, request))
    counted = Comment.objects.annotate(**reactions_for(request.user)).get(pk=pk)
    return render(request, "community/_useful.html", {"comment": counted})


@never_cache
@require_safe
def people_to_mention(request: HttpRequest) -> HttpResponse:
    """Whom a member may mean who has typed "@" and `?q=`: rows for the list below the text."""
    if not request.user.is_authenticated:
        raise Http404
    words = request.GET.get("q", "").replace("\x00", "").strip()
    people = people_called(words, request.user) if words else []
    return render(request, "community/_people_to_mention.html", {"people": people})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, action: Callable[..., None], said: str) -> HttpResponse:
    """Do it and say so where the comment stands. An address typed by hand only leads there."""
    comment = comment_for(request, pk)
    if not request.user.is_authenticated:
        return sign_in_first(request, comment.get_absolute_url())
    if request.method != "POST":
        return redirect(comment)
    action(comment, request.user)
    return answer(request, comment, said)


def answer(request: HttpRequest, comment: Comment, said: str) -> HttpResponse:
    """What follows an act: the conversation where the comment stands, with what was done."""
    if not is_fragment(request):
        messages.success(request, said)
        return HttpResponseRedirect(place_of(comment, request.user, request))
    number = page_of(comment, request.user)
    response = section(request, comment.thing, number, said=said)
    push_url(response, address_at(comment.thing, number, request))
    response["HX-Reswap"] = f"outerHTML show:#{comment.anchor}:top"
    return response


def section(request: HttpRequest, thing: Any, number: int, **shown: Any) -> HttpResponse:
    """The fragment with a page of the conversation, as `{% comments thing %}` draws it."""
    context = {**drawing(request, thing, number), **shown}
    response = render(request, "community/_comments.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def page_shown(request: HttpRequest) -> int:
    """The page of the conversation that stood above the form."""
    shown = request.POST.get("pagina", "")
    return int(shown) if shown.isascii() and shown.isdecimal() and 0 < int(shown) < 10_000 else 1


def writing(request: HttpRequest, thing: Any, form: CorrectionForm, **about: Any) -> HttpResponse:
    """The page that has nothing but the text and what is wrong with it.

    `about`: the `comment` that is corrected, or the one that is `answered`; and the
    `mark` by which a browser knows that what was sent arrived.
    """
    context = {"form": form, "thing": thing, "address": address_of(thing, request), **about}
    return render(request, "community/comment_form.html", context)


def about(request: HttpRequest, comment: Comment) -> dict[str, Any]:
    return {"thing": comment.thing, "place": place_of(comment, request.user, request)}


def sign_in_first(request: HttpRequest, onward: str) -> HttpResponse:
    address = f"{reverse('account_login')}?{urlencode({'next': onward})}"
    return HttpResponseClientRedirect(address) if is_fragment(request) else redirect(address)


def keep_until_signed_in(request: HttpRequest) -> HttpResponse:
    """Somebody's session ended while they wrote: the text waits for them to sign in."""
    text = request.POST.get("text", "").strip()
    if text:
        request.session[UNSENT] = {"path": request.path, "text": text[:KEPT]}
    return sign_in_first(request, request.path)


def take_unsent(request: HttpRequest) -> str:
    """What they wrote at this address before they had to sign in; "" when nothing."""
    unsent = request.session.get(UNSENT, {})
    return str(unsent["text"]) if unsent.get("path") == request.path else ""
