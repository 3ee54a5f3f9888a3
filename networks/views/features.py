"""The page on which coordinators choose what their network shows first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from community.http import BIGGEST
from community.models import visible_pages
from networks import actions
from networks.featurable import all_featurable, readable_things
from networks.features import features_for
from networks.models import MOST_FEATURES, Feature
from networks.models.features import LONGEST_REASON
from networks.views.desk import desk_for, desk_page

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.http import MemberRequest
    from networks.models import NetworkPage

NEWEST = 12


class FeatureForm(forms.Form):
    """What is chosen (`page:5`, `knowledge.case:7`), why, and its last day."""

    cosa = forms.CharField(widget=forms.HiddenInput)
    motivo = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("For whom it is useful, and why now. Everybody reads it."),
        error_messages={"required": gettext_lazy("Say for whom it is useful, and why now.")},
    )
    hasta = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Without one it stays until you take it away."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def refuse(self, refused: ValidationError) -> None:
        names = {"reason": "motivo", "until": "hasta"}
        told = refused.message_dict if hasattr(refused, "error_dict") else {"": refused.messages}
        for name, sentences in told.items():
            self.add_error(names.get(name), sentences)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def features(request: MemberRequest, slug: str) -> HttpResponse:
    """What stands first, what else could; the address may name one thing (`?cosa=page:5`)."""
    network = desk_for(request, slug)
    thing = thing_asked(request, request.POST.get("cosa") or request.GET.get("cosa", ""))
    form = FeatureForm(
        request.POST if "motivo" in request.POST else None,
        initial={"cosa": request.GET.get("cosa", "")},
    )
    if request.method == "POST" and acted(request, network, thing, form):
        return redirect("networks:features", slug=slug)
    today = timezone.localdate()
    chosen = features_for(network, request.user, today, request)
    return desk_page(
        request,
        network,
        "features.html",
        chosen=chosen,
        thing=thing,
        form=form,
        has_room=len(chosen) < MOST_FEATURES,
        newest=newest_of(network, request, {each.feature.page_id for each in chosen}),
    )


def acted(request: MemberRequest, network: NetworkPage, thing: Any, form: FeatureForm) -> bool:
    """Whether something was done, and hence the page is to be shown anew."""
    for name, act in (("quitar", actions.drop_feature), ("subir", actions.raise_feature)):
        if name in request.POST:
            act(feature_asked(network, request.POST[name]), request.user)
            return True
    if thing is None or not form.is_valid():
        return False
    told = form.cleaned_data
    try:
        actions.feature(network, thing, request.user, told["motivo"], told["hasta"])
    except ValidationError as refused:
        form.refuse(refused)
        return False
    messages.success(request, _("“%(title)s” stands first now.") % {"title": thing.title})
    return True


def feature_asked(network: NetworkPage, number: str) -> Feature:
    found = None
    if number.isascii() and number.isdecimal() and int(number) < BIGGEST:
        rows = Feature.objects.filter(network=network, pk=int(number))
        found = rows.select_related("network").first()
    if found is None:
        raise Http404
    return found


def thing_asked(request: MemberRequest, asked: str) -> Any:
    """What "page:5" or "knowledge.case:7" means, if this reader may open it; Http404 otherwise."""
    label, _colon, number = asked.partition(":")
    if not asked:
        return None
    if not (number.isascii() and number.isdecimal() and int(number) < BIGGEST):
        raise Http404
    if label == "page":
        rows: Any = visible_pages(request.user)
    elif label in all_featurable():
        rows = readable_things(label, request.user)
    else:
        raise Http404
    found = rows.filter(pk=int(number)).first()
    if found is None:
        raise Http404
    return found


def newest_of(network: NetworkPage, request: MemberRequest, chosen: set[Any]) -> list[Any]:
    """What was published last in its sections, and does not stand first yet. One query."""
    inside = visible_pages(request.user).descendant_of(network)
    entries = inside.filter(depth=network.depth + 2).exclude(pk__in=[pk for pk in chosen if pk])
    return list(entries.order_by("-first_published_at", "-pk")[:NEWEST])
