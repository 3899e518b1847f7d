"""Answers in Polish, as lists, letters and receipts show them."""

from __future__ import annotations

from decimal import Decimal

from miernik.collection.content import AnswerContent
from miernik.kernel.numbers import print_number
from miernik.kernel.quantities import Kind, Status
from miernik.kernel.text import NBSP

_WORDS = (Status.NOT_APPLICABLE, Status.NO_DATA, Status.NOT_SUBMITTED, Status.REFUSED)


def print_answer(kind: Kind, answer: AnswerContent) -> str:
    """Return an answer in one line: ``3 821``, ``1 129 100 zł``, ``brak danych``; "" when empty."""
    if answer.status is None:
        return ""
    if answer.status in _WORDS:
        return answer.status.label
    if answer.number is not None:
        return print_quantity(kind, answer.number)
    if answer.numerator is not None and answer.denominator is not None:
        return f"{print_number(answer.numerator)} z {print_number(answer.denominator)}"
    if answer.entries:
        return "; ".join(
            entry.label if entry.number is None else f"{entry.label} – {print_number(entry.number)}"
            for entry in answer.entries
        )
    return answer.text


def print_quantity(kind: Kind, number: Decimal) -> str:
    """Return a number with the sign of its kind: ``12``, ``1 200 zł``, ``0,71%``."""
    if kind is Kind.AMOUNT:
        return f"{print_number(number)}{NBSP}zł"
    return f"{print_number(number)}%" if kind is Kind.PERCENT else print_number(number)
