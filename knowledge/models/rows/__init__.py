"""The rows of a case. Each carries a `key` that stays the same from version to version."""

from knowledge.models.rows.belonging import (
    Attachment,
    CaseKeyword,
    CaseNetwork,
    CaseTheme,
    PartnerMunicipality,
)
from knowledge.models.rows.course import Evaluation, Indicator, Lesson, Milestone
from knowledge.models.rows.means import CostLine, FundingShare, LegalInstrument, Technology
from knowledge.models.rows.people import Actor, Contributor
from knowledge.models.rows.repeating import CoreComponent, EnablingCondition, Step
from knowledge.models.rows.row import Row

__all__ = [
    "Actor",
    "Attachment",
    "CaseKeyword",
    "CaseNetwork",
    "CaseTheme",
    "Contributor",
    "CoreComponent",
    "CostLine",
    "EnablingCondition",
    "Evaluation",
    "FundingShare",
    "Indicator",
    "LegalInstrument",
    "Lesson",
    "Milestone",
    "PartnerMunicipality",
    "Row",
    "Step",
    "Technology",
]
