"""Checking one form against the rules in force."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from miernik.collection.asked import AskedIndicator
from miernik.collection.content import AnswerContent
from miernik.collection.validation.form import Form, History, Line, Peers, form_from
from miernik.collection.validation.kinds import KINDS, OUTDONE
from miernik.collection.validation.rule import Finding, Hit, Rule, RuleKind

_WORD = re.compile(r"\{(\w+)\}")


def check(
    asked: Sequence[AskedIndicator],
    answers: Mapping[str, AnswerContent],
    *,
    rules: Sequence[Rule],
    history: History | None = None,
    peers: Peers | None = None,
    alone: Collection[str] = (),
    year: int | None = None,
) -> list[Finding]:
    """Check one form and return what the rules find, in the order of the form, then of the rules.

    ``answers`` by the indicator's UUID, a missing one is empty; ``history`` the institution's own
    earlier numbers, without the present year; ``peers`` (last year, this year) of the other
    institutions asked the same; ``alone`` the indicators nobody else answers, ``year`` the one
    answered for. Numbers are in base units. Never raises on any answer.
    """
    return check_form(form_from(asked, answers, history or {}, peers or {}, alone, year), rules)


def check_form(form: Form, rules: Sequence[Rule]) -> list[Finding]:
    """Check a form already put together, see ``check``."""
    places = {line.asked.indicator: place for place, line in enumerate(form)}
    found = [
        (places[hit.indicator], order, rule, hit)
        for order, rule in enumerate(rules)
        if rule.active
        for hit in hits(rule, form)
    ]
    seen = {(rule.kind, hit.indicator, hit.field) for _, _, rule, hit in found}
    found = [item for item in found if not _outdone(item[2], item[3], seen)]
    found.sort(key=lambda item: item[:2])  # stable: the hits of one rule keep their order
    return [_finding(rule, hit, form.lines[place]) for place, _, rule, hit in found]


def hits(rule: Rule, form: Form) -> Iterator[Hit]:
    """What one rule finds among the indicators it looks at."""
    return KINDS[rule.kind].check(rule, [line for line in form if rule.scope.covers(line.asked)])


def words_of(message: str) -> set[str]:
    """The words in braces a sentence asks for."""
    return set(_WORD.findall(message))


def _outdone(rule: Rule, hit: Hit, seen: set[tuple[RuleKind, str, str]]) -> bool:
    return any(
        weaker is rule.kind and (stronger, hit.indicator, hit.field) in seen
        for stronger, weaker in OUTDONE
    )


def _finding(rule: Rule, hit: Hit, line: Line) -> Finding:
    words = {"nazwa": line.asked.name, "zadanie": line.asked.task_code} | dict(hit.words)
    message = _WORD.sub(lambda found: words.get(found[1], found[0]), rule.message)
    explained = line.answer.explanations.get(rule.code, "").strip()
    return Finding(rule.code, rule.severity, hit.indicator, hit.field, message, explained)
