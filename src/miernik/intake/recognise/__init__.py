"""Recognition of a report: headings and rows of any reader → one draft with doubts."""

from miernik.intake.recognise.report import recognise

__all__ = ["recognise"]
