"""Facts of the yearly collection."""

from miernik.collection.models.pseudonyms import PseudonymCount, PseudonymKey, PseudonymSet
from miernik.collection.models.standin import Campaign, Questionnaire

__all__ = ["Campaign", "PseudonymCount", "PseudonymKey", "PseudonymSet", "Questionnaire"]
