"""Trying a rule on real forms before it is saved: what it would stop, ask about and note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from miernik.collection.validation.engine import check_form
from miernik.collection.validation.form import Form
from miernik.collection.validation.rule import Finding, Rule, Severity


@dataclass(frozen=True, slots=True)
class TriedForm:
    """A form with what it says and what was before; ``institution`` names it."""

    institution: str
    form: Form


@dataclass(frozen=True, slots=True)
class TriedAnswer:
    """One answer the rule finds: the task's label, the indicator's name and the sentence."""

    institution: str
    task_code: str
    name: str
    message: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rule does with forms. An answer already explained to this rule is asked about too."""

    severity: Severity
    forms: int
    found: tuple[TriedAnswer, ...]

    @property
    def institutions(self) -> int:
        """How many forms the rule finds something in."""
        return len({answer.institution for answer in self.found})


def trial(rule: Rule, forms: Sequence[TriedForm]) -> Trial:
    """Return what the rule, switched on, would say of these forms, in their order."""
    on = rule if rule.active else rule.switched(active=True)
    found = [
        _tried(tried, finding) for tried in forms for finding in check_form(tried.form, [on])
    ]
    return Trial(rule.severity, len(forms), tuple(found))


def _tried(tried: TriedForm, finding: Finding) -> TriedAnswer:
    asked = next(line.asked for line in tried.form if line.asked.indicator == finding.indicator)
    return TriedAnswer(tried.institution, asked.task_code, asked.name, finding.message)
