"""An explanation as data to be stored with a decision, and as Polish lines for its grounds.

Stored explanations outlive the program that made them: fields may be added to the JSON, never
renamed, and ``explanation_from_json`` reads every format that was ever written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import asdict
from decimal import Decimal
from fractions import Fraction
from typing import Any

from miernik.kernel.dates import print_date, print_short_date
from miernik.kernel.errors import MiernikError
from miernik.kernel.numbers import print_number
from miernik.kernel.text import NBSP, plural
from miernik.rules.calculation import GROSZ, PERSONS, YES_NO, Explanation, Input, Step
from miernik.rules.law import Parameter

FORMAT = 1
RATIO = "ułamek"


class ExplanationError(MiernikError):
    """A stored explanation cannot be read; the message is one Polish sentence."""


def explanation_as_json(explanation: Explanation) -> dict[str, Any]:
    """Return the explanation as plain JSON data; exact values are strings such as "13/10"."""
    return {
        "format": FORMAT,
        "rule": explanation.rule,
        "title": explanation.title,
        "day": explanation.day.isoformat(),
        "inputs": [_plain(asdict(item)) for item in explanation.inputs],
        "parameters": [_plain(asdict(item)) for item in explanation.parameters],
        "choices": [
            {"switch": switch, "value": value, "why": why}
            for switch, value, why in explanation.choices
        ],
        "steps": [_plain(asdict(item)) for item in explanation.steps],
        "rounding": explanation.rounding,
        "result": explanation.result,
        "unit": explanation.unit,
    }


def explanation_from_json(data: Mapping[str, Any]) -> Explanation:
    """Return the explanation that ``explanation_as_json`` wrote; raises ExplanationError."""
    if data.get("format") != FORMAT:
        raise ExplanationError(
            f"Nie znam zapisu obliczenia w formacie „{data.get('format')}”: "
            "potrzebna jest nowsza wersja programu."
        )
    try:
        return Explanation(
            rule=data["rule"],
            title=data["title"],
            day=dt.date.fromisoformat(data["day"]),
            inputs=[Input(**item) for item in data["inputs"]],
            parameters=[_parameter(item) for item in data["parameters"]],
            choices=[(item["switch"], item["value"], item["why"]) for item in data["choices"]],
            steps=[Step(**item) for item in data["steps"]],
            rounding=data["rounding"],
            result=data["result"],
            unit=data["unit"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ExplanationError(
            f"Zapis obliczenia jest uszkodzony ({error}): oblicz jeszcze raz."
        ) from error


def explanation_as_text(explanation: Explanation) -> list[str]:
    """Return the explanation as Polish lines, for the screen and the grounds of a decision."""
    lines = [f"{explanation.title} – według prawa z dnia {print_date(explanation.day)}"]
    lines += [
        f"Dane: {_labelled(item.label, item.value, item.unit)}" for item in explanation.inputs
    ]
    for number, step in enumerate(explanation.steps, 1):
        basis = f" ({step.article})" if step.article else ""
        lines.append(f"{number}. {_labelled(step.text, step.value, step.unit)}{basis}")
    taken = {switch for switch, _, _ in explanation.choices}
    lines += [
        f"Podstawa: {parameter_as_text(item)}"
        for item in explanation.parameters
        if item.key not in taken
    ]
    labels = {item.key: item.label for item in explanation.parameters}
    lines += [
        f"Przyjęty sposób: {labels.get(switch, switch)}: {value}{f'. {why}' if why else ''}"
        for switch, value, why in explanation.choices
    ]
    if explanation.rounding:
        lines.append(f"Zaokrąglenie: {explanation.rounding}")
    if explanation.result is not None:
        lines.append(f"Wynik: {shown(explanation.result, explanation.unit)}")
    return lines


def parameter_as_text(parameter: Parameter) -> str:
    """Return a parameter with its value, dates and place in the law as one line."""
    value = parameter.text or shown(parameter.value, parameter.unit)
    until = f" do {print_short_date(parameter.until - _DAY)}" if parameter.until else ""
    where = ", ".join(
        part for part in (parameter.article, parameter.act, parameter.journal) if part
    )
    return f"{parameter.label}: {value}, od {print_short_date(parameter.since)}{until} ({where})"


def shown(value: int | str | bool | Fraction, unit: str = GROSZ) -> str:
    """Return a value with its unit as Poles write it: 1 646,00 zł, 2 osoby, 130%, tak."""
    if isinstance(value, bool) or unit == YES_NO:
        return "tak" if value else "nie"
    if isinstance(value, str) and unit != RATIO:
        return value
    if unit in _PRINTED:
        return _PRINTED[unit](Fraction(value))
    return f"{_number(Fraction(value))}{NBSP}{unit}".strip()


_DAY = dt.timedelta(days=1)


def _number(value: Fraction) -> str:
    return print_number(Decimal(value.numerator) / value.denominator)


def _money(value: Fraction) -> str:
    return f"{print_number(Decimal(value.numerator) / value.denominator / 100, decimals=2)}{NBSP}zł"


def _percent(value: Fraction) -> str:
    return f"{_number(value * 100)}%"


def _counted(one: str, few: str, many: str) -> Callable[[Fraction], str]:
    def printed(value: Fraction) -> str:
        if value.denominator != 1:
            return f"{_number(value)}{NBSP}{few}"
        return f"{_number(value)}{NBSP}{plural(value.numerator, one, few, many)}"

    return printed


_PRINTED: dict[str, Callable[[Fraction], str]] = {
    GROSZ: _money,
    RATIO: _percent,
    PERSONS: _counted("osoba", "osoby", "osób"),
    "rodziny": _counted("rodzina", "rodziny", "rodzin"),
    "dni": _counted("dzień", "dni", "dni"),
    "dni robocze": _counted("dzień roboczy", "dni robocze", "dni roboczych"),
    "miesiące": _counted("miesiąc", "miesiące", "miesięcy"),
    "lata": _counted("rok", "lata", "lat"),
    "godziny": _counted("godzina", "godziny", "godzin"),
}


def _labelled(label: str, value: int | str | bool, unit: str) -> str:
    return f"{label}: {shown(value, unit)}"


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: _plain_value(value) for name, value in fields.items()}


def _plain_value(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _parameter(fields: Mapping[str, Any]) -> Parameter:
    until = fields["until"]
    return Parameter(
        **{
            **fields,
            "value": Fraction(fields["value"]),
            "since": dt.date.fromisoformat(fields["since"]),
            "until": dt.date.fromisoformat(until) if until else None,
        }
    )
