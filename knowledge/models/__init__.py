"""What municipalities learned. Import models from here."""

from knowledge.models.case_queryset import CaseQuerySet
from knowledge.models.case_rows import Attachment, CaseNetwork, CaseTheme
from knowledge.models.cases import CODE, NARRATIVE, Case
from knowledge.models.requests import DAYS_TO_ANSWER, CorrectionRequest
from knowledge.models.solutions import SolutionIndexPage, SolutionPage, SolutionResource
from knowledge.models.versions import CaseEvent, CaseSequence, CaseVersion
from knowledge.models.vocabularies import TargetGroup

__all__ = [
    "CODE",
    "DAYS_TO_ANSWER",
    "NARRATIVE",
    "Attachment",
    "Case",
    "CaseEvent",
    "CaseNetwork",
    "CaseQuerySet",
    "CaseSequence",
    "CaseTheme",
    "CaseVersion",
    "CorrectionRequest",
    "SolutionIndexPage",
    "SolutionPage",
    "SolutionResource",
    "TargetGroup",
]
