"""An assessment as Polish lines for a terminal: what is possible first, then how it was counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import reduce

from miernik.kernel.dates import print_date
from miernik.kernel.text import plural
from miernik.rules.assessment import Assessment, Entitlement, joined
from miernik.rules.calculation import Explanation
from miernik.rules.explanation import explanation_as_text, shown


def assessment_as_text(assessment: Assessment) -> list[str]:
    """Return the assessment as lines; a line that continues one above it begins with spaces."""
    persons = len(assessment.family.members)
    counted = f"{persons} {plural(persons, 'osoba', 'osoby', 'osób')}"
    test = "nie przekracza" if assessment.within_criterion else "przekracza"
    income, limit = shown(assessment.income_gr), shown(assessment.criterion_gr)
    lines = [
        f"Prawo z dnia {print_date(assessment.on)}, rodzina: {counted}",
        f"Dochód {income} {test} kryterium {limit} (art. 8 ust. 1)",
        "",
        "ŚWIADCZENIA",
    ]
    for item in assessment.entitlements:
        lines += [f"{_mark(item)} {_headline(assessment, item)}", f"    {item.why}"]
    lines += ["", "JAK POLICZONO"]
    ways = [assessment.income, assessment.income_test]
    ways += [item.explanation for item in assessment.entitlements]
    for way in ways:
        lines += _steps(way)
    return [*lines, "", "PODSTAWA PRAWNA", *_grounds(ways)]


def _mark(item: Entitlement) -> str:
    return "[tak]" if item.entitled else "[nie]"


def _headline(assessment: Assessment, item: Entitlement) -> str:
    name = item.benefit.label
    if item.member is not None:
        name = f"{name} ({assessment.label_of(item.member)})"
    if not item.entitled or item.maximum_gr is None:
        return name
    if item.minimum_gr is None:
        return f"{name}: do {shown(item.maximum_gr)}"
    if item.minimum_gr == item.maximum_gr:
        return f"{name}: {shown(item.maximum_gr)}"
    return f"{name}: od {shown(item.minimum_gr)} do {shown(item.maximum_gr)}"


def _steps(way: Explanation) -> Iterator[str]:
    """The explanation without its parameters, which stand once at the end."""
    if not way.steps:
        return
    title, *rest = explanation_as_text(way)
    yield title.split(" – według prawa")[0]
    for line in rest:
        if not line.startswith(("Podstawa:", "Przyjęty sposób:")):
            yield f"    {line}"


def _grounds(ways: list[Explanation]) -> list[str]:
    """Every parameter and every disputed reading taken, each once."""
    whole = reduce(joined, ways)
    only_law = replace(whole, inputs=[], steps=[], rounding="", result=None)
    return [f"• {line.removeprefix('Podstawa: ')}" for line in explanation_as_text(only_law)[1:]]
