"""The room's tables: campaigns and who is asked; answers and what was handed in."""

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
    "PseudonymCount",
    "PseudonymKey",
    "PseudonymSet",
    "Question",
    "Questionnaire",
    "QuestionnaireState",
    "RuleSetting",
    "Submission",
]
