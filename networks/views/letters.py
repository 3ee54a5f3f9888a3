"""Letters to the members: written and sent at /redes/<slug>/mesa/cartas/, read by who gets them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.core import ratelimit
from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.html import text_of
from networks import actions
from networks.letter_form import LetterForm, MomentForm
from networks.letter_mails import compose, tie_in
from networks.models import Letter, Membership
from networks.permissions import can_open_desk, can_write_in, membership_of
from networks.segments import people_in, words_for
from networks.views.desk import desk_for, desk_page
from networks.views.network import network_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from community.http import MemberRequest
    from networks.models import NetworkPage

A_PAGE = 20


def letter_for(network: NetworkPage, pk: int) -> Letter:
    letters = Letter.objects.written_in(network).select_related("author")
    letter: Letter = get_object_or_404(letters, pk=pk)
    letter.network = network
    return letter


@never_cache
@login_required
@require_safe
def letters(request: MemberRequest, slug: str) -> HttpResponse:
    """Drafts, what is to go out, what went out; and how many more the week bears."""
    network = desk_for(request, slug)
    written = Letter.objects.written_in(network).select_related("author")
    page = Paginator(written.order_by("-written_at", "-pk"), A_PAGE)
    return desk_page(
        request,
        network,
        "letters.html",
        page_obj=page.get_page(request.GET.get("pagina")),
        most=settings.NETWORK_LETTERS_A_WEEK,
        next_room=later_room(network),
    )


def later_room(network: NetworkPage) -> Any:
    """When the next letter may go out; None where it may now."""
    now = timezone.now()
    room = actions.next_room(actions.moments_of(network), now)
    return room if room > now else None


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest, slug: str) -> HttpResponse:
    return write(request, desk_for(request, slug))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    network = desk_for(request, slug)
    letter = letter_for(network, pk)
    if not letter.is_draft:
        messages.info(request, _("Only a draft can be changed."))
        return redirect("networks:prepared_letter", slug=slug, pk=pk)
    return write(request, network, letter)


def write(
    request: MemberRequest, network: NetworkPage, letter: Letter | None = None
) -> HttpResponse:
    if not can_write_in(request.user, network):
        raise PermissionDenied
    begun = (
        {"segment": letter.segment, "subject": letter.subject, "text": text_of(letter.body)}
        if letter
        else None
    )
    form = LetterForm(request.POST or None, initial=begun, network=network)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            kept = actions.write_letter(
                network, request.user, told["subject"], told["text"], told["segment"], letter
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The draft is kept. This is how it will look."))
            return redirect("networks:prepared_letter", slug=network.slug, pk=kept.pk)
    mark = letter.written_at.isoformat() if letter else newest_of(request, network)
    status = 422 if form.errors else 200
    return desk_page(
        request, network, "letter_form.html", status, form=form, letter=letter, mark=mark
    )


def newest_of(request: MemberRequest, network: NetworkPage) -> str:
    """By which a browser knows that what was sent arrived: the last letter they wrote."""
    mine = Letter.objects.written_in(network).filter(author=request.user).order_by("-pk")
    return str(mine.values_list("pk", flat=True).first() or "")


@never_cache
@login_required
@require_safe
def prepared(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """A letter as it will look, and what may be done with it; of one that went out, its report."""
    network = desk_for(request, slug)
    return show(request, letter_for(network, pk), MomentForm())


def show(
    request: MemberRequest, letter: Letter, form: MomentForm, refusal: str = "", status: int = 200
) -> HttpResponse:
    network = letter.network
    told: dict[str, Any] = {
        "letter": letter,
        "segment": words_for(network, letter.segment),
        "form": form,
        "refusal": refusal,
    }
    if letter.has_gone_out:
        outcome = actions.outcome_of(letter)
        told["outcome"] = outcome
        told["reached"] = reached_by(letter, outcome)
    else:
        told["people"] = people_in(network, letter.segment, timezone.now()).count()
        told["mail"] = compose(letter, request.user, {})
        told["next_room"] = later_room(network) if letter.is_draft else None
        told["most"] = settings.NETWORK_LETTERS_A_WEEK
        told["notice"] = actions.notice_in(letter, request.user.language)
    return desk_page(request, network, "letter.html", status, **told)


def reached_by(letter: Letter, outcome: dict[str, int]) -> dict[str, int]:
    """Of the report: who wants no mail, with those who said so while it was on its way."""
    made = letter.addressed - letter.in_digest - letter.unwanted - letter.unreachable
    late = max(0, made - sum(outcome.values())) if letter.state == Letter.State.SENT else 0
    return {"unwanted": letter.unwanted + late}


@never_cache
@login_required
@require_safe
@csp_update({"style-src": [UNSAFE_INLINE]})
def mail(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """The HTML of the mail, as a mail program draws it."""
    letter = letter_for(desk_for(request, slug), pk)
    drawn: Any = compose(letter, request.user, {}).alternatives[0]
    return HttpResponse(drawn[0])


@never_cache
@login_required
@require_POST
def act(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Try it, send it, schedule it, hold it, copy it or delete it, as `acto` says."""
    network = desk_for(request, slug)
    does = ACTS.get(request.POST.get("acto", ""))
    if does is None:
        raise Http404
    letter = letter_for(network, pk)
    try:
        return does(request, letter)
    except ValidationError as refused:
        letter.refresh_from_db(fields=["state", "send_at"])
        return show(request, letter, MomentForm(), " ".join(refused.messages), 422)


def tried(request: MemberRequest, letter: Letter) -> HttpResponse:
    if not ratelimit.consume(request, action="letter_test", user=request.user):
        raise ValidationError(_("You sent yourself many tests within the hour. Wait a while."))
    try:
        actions.try_letter(letter, request.user)
    except OSError as away:
        words = _("The mail server does not answer: try again in some minutes.")
        raise ValidationError(words) from away
    said = _("The test is on its way to %(address)s.") % {"address": request.user.email}
    messages.success(request, said)
    return to(letter)


def sent(request: MemberRequest, letter: Letter) -> HttpResponse:
    actions.send_letter(letter, request.user)
    messages.success(request, _("The letter is on its way. Here you see how it arrives."))
    return to(letter)


def scheduled(request: MemberRequest, letter: Letter) -> HttpResponse:
    form = MomentForm(request.POST)
    if not form.is_valid():
        return show(request, letter, form, status=422)
    try:
        actions.send_letter(letter, request.user, form.moment(request.user.zone))
    except ValidationError as refused:
        form.add_error(None, refused)
        letter.refresh_from_db(fields=["state", "send_at"])
        return show(request, letter, form, status=422)
    messages.success(request, _("The letter goes out at its hour. Until then it can be held."))
    return to(letter)


def held(request: MemberRequest, letter: Letter) -> HttpResponse:
    actions.hold_letter(letter, request.user)
    messages.success(request, _("The letter is a draft again: it does not go out."))
    return to(letter)


def copied(request: MemberRequest, letter: Letter) -> HttpResponse:
    draft = actions.copy_letter(letter, request.user)
    messages.success(request, _("This is a new draft with the same words."))
    return redirect("networks:edit_letter", slug=letter.network.slug, pk=draft.pk)


def deleted(request: MemberRequest, letter: Letter) -> HttpResponse:
    actions.delete_letter(letter, request.user)
    messages.success(request, _("The draft is deleted."))
    return redirect("networks:letters", slug=letter.network.slug)


ACTS: dict[str, Callable[[MemberRequest, Letter], HttpResponse]] = {
    "probar": tried,
    "enviar": sent,
    "programar": scheduled,
    "detener": held,
    "copiar": copied,
    "borrar": deleted,
}


def to(letter: Letter) -> HttpResponse:
    return redirect("networks:prepared_letter", slug=letter.network.slug, pk=letter.pk)


@never_cache
@login_required
@require_safe
def letter(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """A letter that went out, for whoever received it."""
    network = network_for(request, slug)
    gone = [Letter.State.PREPARING, Letter.State.SENT]
    readable = Letter.objects.visible_to(request.user).filter(state__in=gone, network=network)
    found = get_object_or_404(readable.select_related("author"), pk=pk)
    tie = membership_of(request.user, network)
    context = {
        "network": network,
        "letter": found,
        "tie": tie if tie and tie.is_active else None,
        "wants_mail": tie is not None and tie.mail_frequency != Membership.MailFrequency.NEVER,
        "may_open_desk": can_open_desk(request.user, network),
    }
    return render(request, "networks/letter.html", context)


@login_required
@require_POST
def by_mail(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Get the letters of this network by mail or not, as `acto` says; leads back to the letter."""
    network = network_for(request, slug)
    wanted = request.POST.get("acto") == "recibir"
    actions.want_letters(network, request.user, wanted)
    if wanted:
        messages.success(request, _("From now on the letters of this network reach you by mail."))
    else:
        messages.success(request, _("You get no more letters of this network by mail."))
    return redirect("networks:letter", slug=slug, pk=pk)


# Exempt: mail programs post there on their own (RFC 8058); the signed link is what proves it.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, because programs open links of mails to look at them; POST stops the letters.

    Needs no sign-in, answers with the page itself, and offers to undo it.
    """
    tie = tie_in(token)
    if tie is None:
        return render(request, "account/leave_mails_gone.html", status=404)
    state = "asks"
    if request.method == "POST":
        state = "back" if request.POST.get("again") else "left"
        actions.set_wanted(tie, state == "back")
    labels = [_("The letters of %(network)s") % {"network": tie.network.title}]
    return render(request, "account/leave_mails.html", {"state": state, "labels": labels})
