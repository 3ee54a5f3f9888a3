"""The scales a case and a solution are measured on. Source: the record of a case, sections 1 and 3.

Stored values are English; what people read is translated.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CostBand(models.TextChoices):
    """What it takes to begin, in US dollars."""

    NONE = "none", _("no additional cost")
    UNDER_5K = "under_5k", _("less than US$ 5 thousand")
    FROM_5K = "5k_20k", _("US$ 5 to 20 thousand")
    FROM_20K = "20k_100k", _("US$ 20 to 100 thousand")
    FROM_100K = "100k_500k", _("US$ 100 to 500 thousand")
    FROM_500K = "500k_2m", _("US$ 500 thousand to 2 million")
    OVER_2M = "over_2m", _("more than US$ 2 million")
    UNKNOWN = "unknown", _("not known")


class RecordKind(models.TextChoices):
    GOOD_PRACTICE = "good_practice", _("good practice")
    ONGOING_INNOVATION = "ongoing_innovation", _("innovation under way")
    FAILED_EXPERIENCE = "failed_experience", _("experience that failed")
    SERVICE = "service", _("service or procedure")
    MODEL_NORM = "model_norm", _("model norm")
    TOOL = "tool", _("tool")


class Stage(models.TextChoices):
    """The six stages of the OECD's Observatory of Public Sector Innovation."""

    IDENTIFYING = "identifying", _("identifying the problem")
    IDEAS = "ideas", _("generating ideas")
    PROPOSAL = "proposal", _("developing the proposal")
    IMPLEMENTING = "implementing", _("being implemented")
    EVALUATED = "evaluated", _("evaluated")
    SPREADING = "spreading", _("being spread")


class Validity(models.TextChoices):
    CURRENT = "current", _("still in force")
    REDUCED = "reduced", _("reduced")
    INSTITUTIONALIZED = "institutionalized", _("institutionalized")
    INTERRUPTED = "interrupted", _("interrupted")
    UNCONFIRMED = "unconfirmed", _("not confirmed")


class InterruptionReason(models.TextChoices):
    CHANGE_OF_GOVERNMENT = "change_of_government", _("change of government")
    NO_FUNDS = "no_funds", _("lack of funds")
    NO_STAFF = "no_staff", _("lack of staff")
    CONFLICT = "conflict", _("conflict")
    NO_RESULTS = "no_results", _("lack of results")
    NORM = "norm", _("change of norms")
    EMERGENCY = "emergency", _("emergency")
    OTHER = "other", _("another reason")


class Recurrence(models.TextChoices):
    SINGLE = "single", _("done once")
    REPEATED = "repeated", _("repeated or permanent")


class Scope(models.TextChoices):
    NEIGHBOURHOOD = "neighbourhood", _("neighbourhood or community")
    PARISH = "parish", _("parish, district or corregimiento")
    MUNICIPALITY = "municipality", _("the whole municipality")
    METROPOLITAN = "metropolitan", _("several municipalities or a metropolis")
    STATE = "state", _("state, province or department")
    NATIONAL = "national", _("national")


class Language(models.TextChoices):
    SPANISH = "es", _("Spanish")
    PORTUGUESE = "pt", _("Portuguese")
    ENGLISH = "en", _("English")


class InnovationType(models.TextChoices):
    PROCESS = "process", _("internal process")
    SERVICE = "service", _("service")
    TECHNOLOGY = "technology", _("technology")
    NORM = "norm", _("norm")
    ORGANIZATION = "organization", _("organization")
    FUNDING = "funding", _("funding")
    PARTICIPATION = "participation", _("participation")
    PARTNERSHIP = "partnership", _("partnership")
    TERRITORY = "territory", _("territory or infrastructure")


class Participation(models.TextChoices):
    """How far people took part: the spectrum of the International Association (IAP2)."""

    INFORM = "inform", _("they were informed")
    CONSULT = "consult", _("they were consulted")
    INVOLVE = "involve", _("they were involved")
    COLLABORATE = "collaborate", _("it was done with them")
    EMPOWER = "empower", _("they decided")
    NONE = "none", _("does not apply")


class Complexity(models.IntegerChoices):
    """By how many actors, technologies, legal changes and political agreements it takes."""

    VERY_LOW = 1, _("one office does it with what it has")
    LOW = 2, _("two or three offices, known tools, no change of norms")
    MEDIUM = 3, _("several actors, or new technology, or a norm of the municipality")
    HIGH = 4, _("several actors, new technology and a vote of the council")
    VERY_HIGH = 5, _("other governments, changes of law, or lasting political agreements")


class InPlan(models.TextChoices):
    """Whether the plan and the budget of the municipality have it."""

    YES = "yes", _("yes")
    PARTLY = "partly", _("partly")
    NO = "no", _("no")


class StaffKind(models.TextChoices):
    OWN = "own", _("own staff")
    HIRED = "hired", _("hired for it")
    VOLUNTEERS = "volunteers", _("volunteers")


class Support(models.TextChoices):
    """What a municipality offers to others that want to do the same."""

    ANSWERS = "answers", _("to answer questions")
    CALL = "call", _("a video call")
    HOST_VISIT = "host_visit", _("to receive a visit")
    VISIT = "visit", _("to visit")
    DOCUMENTS = "documents", _("documents")
    SOFTWARE = "software", _("software")
    TRAINING = "training", _("training")


class PopulationBand(models.TextChoices):
    UNDER_5K = "under_5k", _("fewer than 5 thousand inhabitants")
    FROM_5K = "5k_20k", _("5 to 20 thousand inhabitants")
    FROM_20K = "20k_50k", _("20 to 50 thousand inhabitants")
    FROM_50K = "50k_100k", _("50 to 100 thousand inhabitants")
    FROM_100K = "100k_250k", _("100 to 250 thousand inhabitants")
    FROM_250K = "250k_1m", _("250 thousand to a million inhabitants")
    OVER_1M = "over_1m", _("more than a million inhabitants")


class Goal(models.IntegerChoices):
    """The Sustainable Development Goals, by their number."""

    POVERTY = 1, _("No poverty")
    HUNGER = 2, _("Zero hunger")
    HEALTH = 3, _("Good health and well-being")
    EDUCATION = 4, _("Quality education")
    GENDER = 5, _("Gender equality")
    WATER = 6, _("Clean water and sanitation")
    ENERGY = 7, _("Affordable and clean energy")
    WORK = 8, _("Decent work and economic growth")
    INDUSTRY = 9, _("Industry, innovation and infrastructure")
    INEQUALITY = 10, _("Reduced inequalities")
    CITIES = 11, _("Sustainable cities and communities")
    CONSUMPTION = 12, _("Responsible consumption and production")
    CLIMATE = 13, _("Climate action")
    OCEAN = 14, _("Life below water")
    LAND = 15, _("Life on land")
    PEACE = 16, _("Peace, justice and strong institutions")
    PARTNERSHIPS = 17, _("Partnerships for the goals")


class NothingOf(models.TextChoices):
    """What an author says the case did not need, so that it no longer counts as missing."""

    COST_LINES = "cost_lines", _("costs that can be told apart")
    FUNDING_SOURCES = "funding_sources", _("funding")
    TECHNOLOGIES = "technologies", _("technology")
    LEGAL_INSTRUMENTS = "legal_instruments", _("legal instruments")


class Level(models.IntegerChoices):
    """How far the record has been worked through. The fourth is computed from its transfers."""

    REGISTERED = 1, _("registered")
    SYSTEMATIZED = 2, _("systematized")
    VERIFIED = 3, _("verified")
    TRANSFERRED = 4, _("transferred")


class Significance(models.TextChoices):
    """How much a new version changes what a reader would do."""

    MINOR = "minor", _("minor")
    MEDIUM = "medium", _("medium")
    MAJOR = "major", _("major")
