"""The rules in force."""

from __future__ import annotations

from miernik.collection.validation.rule import Rule, RuleKind, Severity

_BASE = (
    Rule("odpowiedz", "Odpowiedź", "", RuleKind.ANSWERED, Severity.ERROR, "Brak odpowiedzi."),
    Rule("powod", "Powód", "", RuleKind.REASON, Severity.ERROR, "Podaj powód braku danych."),
)


def rules_in_force() -> tuple[Rule, ...]:
    """Return the rules a form is checked by."""
    return _BASE
