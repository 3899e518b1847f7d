"""The room's tables: campaigns and who is asked; answers, what was handed in, messages."""

from miernik.collection.models.answers import (
    Answer,
    Attachment,
    Channel,
    Correction,
    Question,
    Submission,
)
from miernik.collection.models.campaigns import (
    Assignment,
    AssignmentOrigin,
    Campaign,
    CampaignState,
    CoveredWork,
)
from miernik.collection.models.messages import (
    IncomingFile,
    IncomingState,
    JobRun,
    Message,
    MessageKind,
    MessageState,
    MessageTemplate,
)
from miernik.collection.models.pseudonyms import PseudonymCount, PseudonymKey, PseudonymSet
from miernik.collection.models.questionnaires import AccessLink, Questionnaire, QuestionnaireState
from miernik.collection.models.rules import RuleSetting

__all__ = [
    "AccessLink",
    "Answer",
    "Assignment",
    "AssignmentOrigin",
    "Attachment",
    "Campaign",
    "CampaignState",
    "Channel",
    "Correction",
    "CoveredWork",
    "IncomingFile",
    "IncomingState",
    "JobRun",
    "Message",
    "MessageKind",
    "MessageState",
    "MessageTemplate",
    "PseudonymCount",
    "PseudonymKey",
    "PseudonymSet",
    "Question",
    "Questionnaire",
    "QuestionnaireState",
    "RuleSetting",
    "Submission",
]
