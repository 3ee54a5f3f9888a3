"""What a management solution is made of."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from territories.models import Territory

INLINE = ["bold", "italic", "link", "ol", "ul"]


class StepBlock(blocks.StructBlock):
    """One step: what to do, who does it, how long it takes and what is there when it is done."""

    title = blocks.CharBlock(
        label=_("step"), max_length=100, help_text=_("Begin with a verb: Weigh for seven days.")
    )
    detail = blocks.RichTextBlock(label=_("how it is done"), features=INLINE)
    who = blocks.CharBlock(label=_("who does it"), max_length=160, required=False)
    duration = blocks.CharBlock(label=_("how long it takes"), max_length=80, required=False)
    output = blocks.CharBlock(label=_("what comes out"), max_length=200, required=False)

    class Meta:
        icon = "list-ol"
        label = _("step")


class StepsBlock(blocks.StreamBlock):
    step = StepBlock()


INSTRUMENT_KINDS = [
    ("ordinance", _("ordinance")),
    ("decree", _("decree")),
    ("resolution", _("resolution")),
    ("accord", _("council agreement")),
    ("agreement", _("agreement between parties")),
    ("regulation", _("regulation")),
    ("tender", _("tender documents")),
    ("manual", _("manual")),
]


def countries() -> list[tuple[str, str]]:
    """Those the site knows, by name."""
    known = Territory.objects.countries().order_by("search_name")
    return list(known.values_list("country_code", "name"))


class BasisBlock(blocks.StructBlock):
    """On which norm of a country a legal text rests there."""

    country = blocks.ChoiceBlock(label=_("country"), choices=countries)
    norm = blocks.CharBlock(
        label=_("norm"), max_length=200, help_text=_("As it is cited: Law 99 of 1993.")
    )
    article = blocks.CharBlock(label=_("article"), max_length=80, required=False)
    link = blocks.URLBlock(
        label=_("where it is published"),
        required=False,
        help_text=_("An official page, with https://"),
    )

    class Meta:
        icon = "site"
        label = _("norm")


class Instrument(blocks.StructValue):
    """What templates get of a legal text."""

    @property
    def kind_label(self) -> str:
        return str(dict(INSTRUMENT_KINDS).get(self["kind"], ""))


class InstrumentBlock(blocks.StructBlock):
    """A legal text that another municipality can copy and fill in."""

    kind = blocks.ChoiceBlock(label=_("kind"), choices=INSTRUMENT_KINDS)
    title = blocks.CharBlock(label=_("title"), max_length=200)
    text = blocks.RichTextBlock(
        label=_("text to copy"),
        features=INLINE,
        help_text=_(
            "Write what each municipality must fill in between square brackets and in "
            "capitals: [NAME OF THE MARKET]."
        ),
    )
    basis = blocks.ListBlock(
        BasisBlock(),
        label=_("on which norms it rests, by country"),
        default=[],
        help_text=_("A lawyer of another country looks here first for what gives the power."),
    )

    class Meta:
        icon = "doc-full"
        label = _("legal text")
        value_class = Instrument


class InstrumentsBlock(blocks.StreamBlock):
    instrument = InstrumentBlock()


class PitfallsBlock(blocks.StreamBlock):
    pitfall = blocks.TextBlock(label=_("pitfall"), icon="warning", rows=2)
