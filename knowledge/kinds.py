"""What the rows of a case may be. Source: the record of a case, sections 3 and 4.

Stored values are English; what people read is translated.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActorKind(models.TextChoices):
    MUNICIPALITY = "municipality", _("municipality")
    GOVERNMENT = "government", _("another government")
    UNIVERSITY = "university", _("university")
    NGO = "ngo", _("non-governmental organization")
    COMMUNITY = "community", _("community organization")
    COMPANY = "company", _("company")
    COOPERATION = "cooperation", _("development cooperation")
    INTERNATIONAL = "international", _("international body")
    MEDIA = "media", _("media")
    OTHER = "other", _("other")


class ActorRole(models.TextChoices):
    LEADS = "leads", _("leads")
    FUNDS = "funds", _("funds")
    CARRIES_OUT = "carries_out", _("carries out")
    ADVISES = "advises", _("advises")
    EVALUATES = "evaluates", _("evaluates")
    BENEFITS = "benefits", _("benefits")


class SupportKind(models.TextChoices):
    """As UN-Habitat's best practices ask it."""

    ADMINISTRATIVE = "administrative", _("administrative")
    FINANCIAL = "financial", _("financial")
    POLITICAL = "political", _("political")
    TECHNICAL = "technical", _("technical")
    OTHER = "other", _("another kind")


class ContactAudience(models.TextChoices):
    NOBODY = "nobody", _("nobody")
    COORDINATORS = "coordinators", _("coordinators")
    MEMBERS = "members", _("members")
    EVERYONE = "everyone", _("everyone")


class MilestoneKind(models.TextChoices):
    DECISION = "decision", _("decision")
    NORM = "norm", _("norm")
    START = "start", _("beginning")
    DELIVERY = "delivery", _("delivery")
    CRISIS = "crisis", _("crisis")
    EVALUATION = "evaluation", _("evaluation")
    CHANGE_OF_GOVERNMENT = "change_of_government", _("change of government")


class Direction(models.TextChoices):
    """Where an indicator should go."""

    UP = "up", _("it should rise")
    DOWN = "down", _("it should fall")


class Method(models.TextChoices):
    """How an indicator was measured."""

    RECORDS = "records", _("administrative records")
    SURVEY = "survey", _("survey")
    OBSERVATION = "observation", _("observation")
    ESTIMATE = "estimate", _("estimate")


class CostKind(models.TextChoices):
    INVESTMENT = "investment", _("investment")
    OPERATION = "operation", _("operation for a year")
    STAFF = "staff", _("staff")
    IN_KIND = "in_kind", _("in kind")


class FundingSource(models.TextChoices):
    OWN = "own", _("own income of the municipality")
    NATIONAL = "national", _("national transfer")
    STATE = "state", _("funds of the state or province")
    COOPERATION = "cooperation", _("development cooperation")
    CREDIT = "credit", _("credit")
    PRIVATE = "private", _("private")
    COMMUNITY = "community", _("community or in kind")


class SoftwareLicence(models.TextChoices):
    FREE = "free", _("free software")
    PROPRIETARY = "proprietary", _("proprietary")
    OWN = "own", _("own development")
    NOT_SOFTWARE = "none", _("it is not software")


class InstrumentKind(models.TextChoices):
    ORDINANCE = "ordinance", _("ordinance")
    DECREE = "decree", _("decree")
    RESOLUTION = "resolution", _("resolution")
    COUNCIL_AGREEMENT = "council_agreement", _("agreement of the council")
    COOPERATION_AGREEMENT = "cooperation_agreement", _("cooperation agreement")
    REGULATION = "regulation", _("regulation")
    TERMS_OF_REFERENCE = "terms_of_reference", _("tender documents or terms of reference")
    MANUAL = "manual", _("manual")


class Weight(models.TextChoices):
    """How much a condition counts."""

    INDISPENSABLE = "indispensable", _("indispensable")
    IMPORTANT = "important", _("important")
    HELPFUL = "helpful", _("helpful")


class Adaptability(models.TextChoices):
    """What somebody who repeats it may do with a component."""

    FIXED = "fixed", _("keep as it is")
    ADAPTABLE = "adaptable", _("may be adapted")
    OPTIONAL = "optional", _("may be left out")


class EvaluationKind(models.TextChoices):
    INTERNAL = "internal", _("internal")
    EXTERNAL = "external", _("external")
    ACADEMIC = "academic", _("academic")
    AUDIT = "audit", _("audit")
    CITIZENS = "citizens", _("by citizens")


class LessonKind(models.TextChoices):
    """If you do it again..."""

    DO = "do", _("do")
    AVOID = "avoid", _("avoid")
    CARE = "care", _("take care of")


class ContributorRole(models.TextChoices):
    AUTHOR = "author", _("author")
    CO_AUTHOR = "co_author", _("co-author")
    FACILITATOR = "facilitator", _("facilitator")
    REVIEWER = "reviewer", _("reviewer")
    TRANSLATOR = "translator", _("translator")
    PHOTOGRAPHY = "photography", _("photography")


class ShownAs(models.TextChoices):
    """What readers see of somebody who contributed. All but the first protect the person."""

    PERSON = "person", _("the person, by name")
    ORGANIZATION = "organization", _("only the organization")
    NETWORK = "network", _("only the network")
    NOBODY = "nobody", _("nothing")


class AttachmentKind(models.TextChoices):
    PHOTO = "photo", _("photograph")
    VIDEO = "video", _("video")
    AUDIO = "audio", _("audio")
    REPORT = "report", _("report")
    EVALUATION = "evaluation", _("evaluation")
    PRESENTATION = "presentation", _("presentation")
    INSTRUMENT = "instrument", _("legal instrument or form")
    DATA = "data", _("data")
    ARTICLE = "article", _("academic article")
    BOOK = "book", _("book")
    NORM = "norm", _("norm")
    PRESS = "press", _("press")
    WEBSITE = "website", _("website")


# What lifts a case from "declared" to "documented" on the ladder of evidence.
DOCUMENTING = frozenset({AttachmentKind.REPORT, AttachmentKind.EVALUATION})


class Licence(models.TextChoices):
    CC_BY = "cc_by", "CC BY 4.0"
    CC_BY_SA = "cc_by_sa", "CC BY-SA 4.0"
    CC0 = "cc0", "CC0 1.0"
    ALL_RIGHTS = "all_rights", _("all rights reserved")


class PersonConsent(models.TextChoices):
    """On the people a photograph or a film shows."""

    NOBODY_SHOWN = "nobody_shown", _("nobody can be recognized")
    CONSENTED = "consented", _("those who appear agreed")
    PUBLIC_SPACE = "public_space", _("taken in public space")
