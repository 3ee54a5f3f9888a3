"""The narrative of a case: each part a text with few marks, guided by a number of words."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

# What authors may set in a narrative field, here and in the admin.
MARKS = ["bold", "italic", "link", "ol", "ul"]
# All of them, in the order of the record.
NARRATIVE = (
    "context",
    "problem",
    "priorities_decision",
    "objectives",
    "solution",
    "novelty",
    "process",
    "participation",
    "results",
    "unexpected",
    "analysis",
    "failures",
    "sustainability_financial",
    "sustainability_institutional",
    "sustainability_social",
    "sustainability_environmental",
    "inclusion",
    "next_steps",
    "legal_basis",
    "transferability_note",
)


def told(label: object) -> RichTextField:
    return RichTextField(label, features=MARKS, blank=True)


class Narrative(models.Model):
    """Abstract: what the authors of a case tell, part by part."""

    context = told(_("context of the municipality"))
    problem = told(_("initial situation and problem"))
    priorities_decision = told(_("how it was given priority and decided"))
    objectives = told(_("objectives and strategy"))
    solution = told(_("the solution: what was done"))
    novelty = told(_("what is new about it here"))
    process = told(_("the process as it was lived"))
    participation = told(_("participation of the population"))
    results = told(_("results and effects"))
    unexpected = told(_("effects nobody expected"))
    analysis = told(_("why it went as it went"))
    failures = told(_("difficulties, mistakes and how they were met"))
    sustainability_financial = told(_("financial sustainability"))
    sustainability_institutional = told(_("institutional sustainability"))
    sustainability_social = told(_("social sustainability"))
    sustainability_environmental = told(_("environmental sustainability"))
    inclusion = told(_("gender and inclusion"))
    next_steps = told(_("next steps"))
    legal_basis = told(_("powers and legal basis"))
    transferability_note = told(_("where it fits and where it does not"))

    class Meta:
        abstract = True
