"""What municipalities learned. Import models from here."""

from knowledge.models.assistance import AssistedRegistration
from knowledge.models.authorship import Authorship
from knowledge.models.case_narrative import MARKS, NARRATIVE
from knowledge.models.case_queryset import CaseQuerySet
from knowledge.models.cases import CODE, Case
from knowledge.models.choice_lists import ChoiceList
from knowledge.models.endorsements import Endorsement, EndorsementQuerySet
from knowledge.models.feedback import Feedback, FeedbackFile, FeedbackQuerySet
from knowledge.models.funnel import CaseMonth
from knowledge.models.imports import CaseImport, ImportedCase, StagedCase, UploadedCases
from knowledge.models.money import ExchangeRate, PriceRise
from knowledge.models.need_answers import (
    NeedAnswer,
    NeedAnswerQuerySet,
    NeedProposal,
    NeedProposalQuerySet,
)
from knowledge.models.needs import Need, NeedQuerySet, NeedStep
from knowledge.models.peer_visits import PeerVisit, PeerVisitQuerySet
from knowledge.models.proof_changes import ProofChange
from knowledge.models.protection import Protection
from knowledge.models.remarks import Remark, ReviewLink
from knowledge.models.requests import DAYS_TO_ANSWER, CorrectionRequest
from knowledge.models.rows import (
    Actor,
    Attachment,
    CaseKeyword,
    CaseNetwork,
    CaseTheme,
    Contributor,
    CoreComponent,
    CostLine,
    EnablingCondition,
    Evaluation,
    FundingShare,
    Indicator,
    LegalInstrument,
    Lesson,
    Milestone,
    PartnerMunicipality,
    Step,
    Technology,
)
from knowledge.models.solution_rows import SolutionCase, SolutionResource
from knowledge.models.solutions import SolutionIndexPage, SolutionPage, SolutionQuerySet
from knowledge.models.systematization import Carrying, Systematization
from knowledge.models.systematization_rows import (
    DrawnLesson,
    Interview,
    LivedMoment,
    Phase,
    SourceRow,
)
from knowledge.models.transfer_plan import (
    Adaptation,
    FitAnswer,
    TransferCost,
    TransferIndicator,
    TransferMilestone,
    TransferProof,
)
from knowledge.models.transfers import Transfer, TransferEvent, TransferMember, TransferQuerySet
from knowledge.models.upload import Upload
from knowledge.models.usefulness import Usefulness, UsefulnessQuerySet
from knowledge.models.validity import ValidityQuestion
from knowledge.models.versions import CaseEvent, CaseSequence, CaseVersion
from knowledge.models.vocabularies import Condition, TargetGroup

__all__ = [
    "CODE",
    "DAYS_TO_ANSWER",
    "MARKS",
    "NARRATIVE",
    "Actor",
    "Adaptation",
    "AssistedRegistration",
    "Attachment",
    "Authorship",
    "Carrying",
    "Case",
    "CaseEvent",
    "CaseImport",
    "CaseKeyword",
    "CaseMonth",
    "CaseNetwork",
    "CaseQuerySet",
    "CaseSequence",
    "CaseTheme",
    "CaseVersion",
    "ChoiceList",
    "Condition",
    "Contributor",
    "CoreComponent",
    "CorrectionRequest",
    "CostLine",
    "DrawnLesson",
    "EnablingCondition",
    "Endorsement",
    "EndorsementQuerySet",
    "Evaluation",
    "ExchangeRate",
    "Feedback",
    "FeedbackFile",
    "FeedbackQuerySet",
    "FitAnswer",
    "FundingShare",
    "ImportedCase",
    "Indicator",
    "Interview",
    "LegalInstrument",
    "Lesson",
    "LivedMoment",
    "Milestone",
    "Need",
    "NeedAnswer",
    "NeedAnswerQuerySet",
    "NeedProposal",
    "NeedProposalQuerySet",
    "NeedQuerySet",
    "NeedStep",
    "PartnerMunicipality",
    "PeerVisit",
    "PeerVisitQuerySet",
    "Phase",
    "PriceRise",
    "ProofChange",
    "Protection",
    "Remark",
    "ReviewLink",
    "SolutionCase",
    "SolutionIndexPage",
    "SolutionPage",
    "SolutionQuerySet",
    "SolutionResource",
    "SourceRow",
    "StagedCase",
    "Step",
    "Systematization",
    "TargetGroup",
    "Technology",
    "Transfer",
    "TransferCost",
    "TransferEvent",
    "TransferIndicator",
    "TransferMember",
    "TransferMilestone",
    "TransferProof",
    "TransferQuerySet",
    "Upload",
    "UploadedCases",
    "Usefulness",
    "UsefulnessQuerySet",
    "ValidityQuestion",
]
