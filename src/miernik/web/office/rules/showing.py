"""Rules in words: what they look at, what changed, what a trial found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from miernik.collection.models import RuleSetting
from miernik.collection.validation.examples import Outcome
from miernik.collection.validation.faults import RuleFaultsError
from miernik.collection.validation.kinds import KINDS, Group
from miernik.collection.validation.reading import rule_from
from miernik.collection.validation.rule import Rule, Scope, Severity
from miernik.collection.validation.store import StoredRule
from miernik.collection.validation.trial import Trial
from miernik.kernel.numbers import print_number
from miernik.kernel.text import plural

_BADGES = {Severity.ERROR: "error", Severity.WARNING: "rise", Severity.NOTE: "too-little-data"}
_MOST = 20


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule in the list."""

    stored: StoredRule
    badge: str
    scope: str


@dataclass(frozen=True, slots=True)
class PastChange:
    """One change in the history of a rule: who, when, why, and what became different."""

    setting: RuleSetting
    differences: list[str]


def badge(severity: Severity) -> str:
    """Return the badge that shows how severe a finding is."""
    return _BADGES[severity]


def grouped(rules: Iterable[StoredRule]) -> list[tuple[str, list[RuleLine]]]:
    """Return the rules parted by what they look at; empty parts are left out."""
    parts: dict[Group, list[RuleLine]] = {group: [] for group in Group}
    for item in rules:
        rule = item.rule
        parts[KINDS[rule.kind].group].append(
            RuleLine(item, badge(rule.severity), scope_words(rule.scope))
        )
    return [(group.label, lines) for group, lines in parts.items() if lines]


def scope_words(scope: Scope) -> str:
    """Say which indicators a rule looks at."""
    said = []
    if scope.kinds:
        said.append("rodzaj: " + ", ".join(kind.label for kind in scope.kinds))
    if scope.units:
        said.append("liczy się: " + ", ".join(unit.label for unit in scope.units))
    if scope.works:
        said.append("dokumenty: " + ", ".join(scope.works))
    if scope.name:
        said.append(f"w nazwie „{scope.name}”")
    if scope.except_name:
        said.append(f"bez wskaźników z „{scope.except_name}” w nazwie")
    return "; ".join(said) or "wszystkie wskaźniki"


def outcome_words(outcome: Outcome) -> str:
    """Say what a rule did in an example."""
    if outcome.messages:
        return outcome.messages[0]
    return "Reguła milczy."


def trial_words(trial: Trial) -> str:
    """Say what a rule would do with the forms it was tried on."""
    number, forms = trial.institutions, trial.forms
    if not forms:
        return "Nie ma jeszcze odpowiedzi, na których można spróbować."
    answers = len(trial.found)
    of = plural(forms, "formularza", "formularzy", "formularzy")
    if not number:
        return f"W żadnym z {print_number(forms)} {of} reguła się nie odezwała."
    count = f"{print_number(number)} z {print_number(forms)} {of}"
    told = f"{print_number(answers)} {plural(answers, 'odpowiedź', 'odpowiedzi', 'odpowiedzi')}"
    if trial.severity is Severity.ERROR:
        return f"Zatrzymałaby {count} ({told})."
    if trial.severity is Severity.WARNING:
        return f"Zapytałaby w {count} ({told})."
    return f"Zostawiłaby urzędowi uwagę w {count} ({told})."


def shown_answers(trial: Trial) -> tuple[list[Any], int]:
    """Return the first answers a trial found, and how many more there are."""
    return list(trial.found[:_MOST]), max(len(trial.found) - _MOST, 0)


def past(settings: list[RuleSetting], default: Rule | None) -> list[PastChange]:
    """Return the history of a rule, the newest first, each change against the one before."""
    found, before = [], default
    for setting in reversed(settings):
        after = _rule_of(setting) if setting.rule is not None else default
        found.append(PastChange(setting, _differences(before, after)))
        before = after
    return found[::-1]


def _rule_of(setting: RuleSetting) -> Rule | None:
    try:
        return rule_from(setting.rule)
    except RuleFaultsError:
        return None


def _differences(before: Rule | None, after: Rule | None) -> list[str]:
    if before is None or after is None:
        return []
    pairs = [
        ("nazwa", before.title, after.title),
        ("objaśnienie", before.explanation, after.explanation),
        ("waga", before.severity.label, after.severity.label),
        ("włączona", _said(before.active), _said(after.active)),
        ("zdanie", before.message, after.message),
        ("zasięg", scope_words(before.scope), scope_words(after.scope)),
        ("przykłady", _said(len(before.examples)), _said(len(after.examples))),
    ]
    for name, parameter in KINDS[after.kind].parameters.items():
        old, new = before.parameters.get(name), after.parameters.get(name)
        pairs.append((parameter.label, _said(old), _said(new)))
    return [f"{name}: {old} → {new}" for name, old, new in pairs if old != new]


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "tak" if value else "nie"
    if isinstance(value, (Decimal, int)):
        return print_number(value)
    if isinstance(value, (tuple, list)):
        return ", ".join(str(item) for item in value)
    return "–" if value is None else str(value)
