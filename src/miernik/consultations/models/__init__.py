"""The room's tables."""

from miernik.consultations.models.consultation import (
    Consultation,
    ConsultationState,
    ConsultedDraft,
    Evidence,
    Notice,
    NoticeKind,
    ReportDocument,
    ResultsPublication,
    Track,
)
from miernik.consultations.models.decisions import (
    CHANGING,
    Alarm,
    Decision,
    DecisionState,
    Edit,
    Verdict,
)
from miernik.consultations.models.letters import LetterKind, SubmitterLetter
from miernik.consultations.models.submissions import (
    Change,
    Channel,
    EligibilityRuling,
    Operation,
    PublicWording,
    Submission,
    SubmitterKind,
    SubmitterPerson,
)

__all__ = [
    "CHANGING",
    "Alarm",
    "Change",
    "Channel",
    "Consultation",
    "ConsultationState",
    "ConsultedDraft",
    "Decision",
    "DecisionState",
    "Edit",
    "EligibilityRuling",
    "Evidence",
    "LetterKind",
    "Notice",
    "NoticeKind",
    "Operation",
    "PublicWording",
    "ReportDocument",
    "ResultsPublication",
    "Submission",
    "SubmitterKind",
    "SubmitterLetter",
    "SubmitterPerson",
    "Track",
    "Verdict",
]
