"""How a rule is written once and runs twice: for one family with its explanation, for a population.

A rule is a function of a ``Calculation`` and its inputs. Amounts are whole grosze, whole numbers
are ``int``; for a population each is an ``int64`` array of equal length. Rules use ``+ - *`` and
comparisons as they stand, and ask the calculation for everything else:

    def gap(law: Calculation, *, single: Flag, persons: Number, income: Number) -> Number:
        criterion = law.where(single, law.amount("kryterium_sg"), persons * law.amount("…"))
        return law.step("Różnica między kryterium a dochodem", law.most(criterion - income, 0))

Conditions are joined with ``&`` and ``|`` and turned with ``law.negated``. Nothing is rounded
except by ``half_up`` and ``share``; comparisons come before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from miernik.rules.law import DatedLaw, Parameter

Number: TypeAlias = Any
"""``int`` for one family, ``NDArray[np.int64]`` for a population."""
Flag: TypeAlias = Any
"""``bool`` for one family, ``NDArray[np.bool_]`` for a population."""

GROSZ = "gr"


class Calculation(Protocol):
    """What a rule may ask for."""

    @property
    def day(self) -> dt.date:
        """The day whose law applies."""

    def amount(self, key: str) -> int:
        """A parameter in grosze."""

    def ratio(self, key: str) -> Fraction:
        """A parameter as an exact ratio."""

    def number(self, key: str) -> int:
        """A parameter as a whole number."""

    def where(self, condition: Flag, yes: Number, no: Number) -> Number:
        """``yes`` where the condition holds, else ``no``."""

    def negated(self, condition: Flag) -> Flag:
        """Not the condition."""

    def most(self, first: Number, second: Number) -> Number:
        """The larger one."""

    def least(self, first: Number, second: Number) -> Number:
        """The smaller one."""

    def half_up(self, numerator: Number, denominator: Number) -> Number:
        """The fraction rounded to a whole number, halves up; the denominator is positive."""

    def share(self, value: Number, ratio: Fraction) -> Number:
        """``value`` times ``ratio`` rounded to a whole number, halves up."""

    def given(self, name: str, label: str, value: Number, unit: str = GROSZ) -> Number:
        """Note an input for the explanation and return it."""

    def step(self, text: str, value: Number, *, article: str = "", unit: str = GROSZ) -> Number:
        """Note a step for the explanation and return its value."""

    def choice(self, switch: str, value: str, why: str) -> None:
        """Note which of several disputed readings was taken (a named, dated switch)."""


@dataclass(frozen=True, slots=True)
class Input:
    """Something the rule was given."""

    name: str
    label: str
    value: int | str | bool
    unit: str


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a calculation; ``value`` in ``unit`` (grosze: "gr")."""

    text: str
    value: int | str | bool
    unit: str
    article: str


@dataclass(slots=True)
class Explanation:
    """The whole way from inputs to the result, to be stored with a decision."""

    rule: str
    title: str
    day: dt.date
    inputs: list[Input] = field(default_factory=list)
    parameters: list[Parameter] = field(default_factory=list)
    choices: list[tuple[str, str, str]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    rounding: str = ""
    result: int | None = None
    unit: str = GROSZ


class Explained:
    """A calculation for one family that remembers every parameter, input and step."""

    def __init__(self, law: DatedLaw, rule: str, title: str) -> None:
        self._law = law
        self.explanation = Explanation(rule, title, law.day)

    @property
    def day(self) -> dt.date:
        """The day whose law applies."""
        return self._law.day

    def amount(self, key: str) -> int:
        """A parameter in grosze."""
        self._used(key)
        return self._law.amount(key)

    def ratio(self, key: str) -> Fraction:
        """A parameter as an exact ratio."""
        self._used(key)
        return self._law.ratio(key)

    def number(self, key: str) -> int:
        """A parameter as a whole number."""
        self._used(key)
        return self._law.number(key)

    def where(self, condition: Flag, yes: Number, no: Number) -> Number:
        """``yes`` where the condition holds, else ``no``."""
        return yes if condition else no

    def negated(self, condition: Flag) -> Flag:
        """Not the condition."""
        return not condition

    def most(self, first: Number, second: Number) -> Number:
        """The larger one."""
        return max(first, second)

    def least(self, first: Number, second: Number) -> Number:
        """The smaller one."""
        return min(first, second)

    def half_up(self, numerator: Number, denominator: Number) -> Number:
        """The fraction rounded to a whole number, halves up."""
        self.explanation.rounding = "raz, na końcu, do pełnego grosza, połówki w górę"
        return (2 * numerator + denominator) // (2 * denominator)

    def share(self, value: Number, ratio: Fraction) -> Number:
        """``value`` times ``ratio`` rounded to a whole number, halves up."""
        return self.half_up(value * ratio.numerator, ratio.denominator)

    def given(self, name: str, label: str, value: Number, unit: str = GROSZ) -> Number:
        """Note an input for the explanation and return it."""
        self.explanation.inputs.append(Input(name, label, value, unit))
        return value

    def step(self, text: str, value: Number, *, article: str = "", unit: str = GROSZ) -> Number:
        """Note a step for the explanation and return its value."""
        self.explanation.steps.append(Step(text, value, unit, article))
        return value

    def choice(self, switch: str, value: str, why: str) -> None:
        """Note which of several disputed readings was taken."""
        self.explanation.choices.append((switch, value, why))

    def _used(self, key: str) -> None:
        parameter = self._law.parameter(key)
        if parameter not in self.explanation.parameters:
            self.explanation.parameters.append(parameter)


class Vectorised:
    """The same calculation over aligned ``int64`` arrays; it explains nothing."""

    def __init__(self, law: DatedLaw, changed: Mapping[str, Fraction] | None = None) -> None:
        self._law = law
        self._changed = dict(changed or {})

    @property
    def day(self) -> dt.date:
        """The day whose law applies."""
        return self._law.day

    def amount(self, key: str) -> int:
        """A parameter in grosze."""
        if key in self._changed:
            return int(self._changed[key] * 100)
        return self._law.amount(key)

    def ratio(self, key: str) -> Fraction:
        """A parameter as an exact ratio."""
        return self._changed.get(key) or self._law.ratio(key)

    def number(self, key: str) -> int:
        """A parameter as a whole number."""
        return self._law.number(key)

    def where(self, condition: Flag, yes: Number, no: Number) -> Number:
        """``yes`` where the condition holds, else ``no``."""
        return np.where(condition, yes, no)

    def negated(self, condition: Flag) -> Flag:
        """Not the condition."""
        return np.logical_not(condition)

    def most(self, first: Number, second: Number) -> Number:
        """The larger one."""
        return np.maximum(first, second)

    def least(self, first: Number, second: Number) -> Number:
        """The smaller one."""
        return np.minimum(first, second)

    def half_up(self, numerator: Number, denominator: Number) -> NDArray[np.int64]:
        """The fraction rounded to a whole number, halves up."""
        rounded: NDArray[np.int64] = (2 * numerator + denominator) // (2 * denominator)
        return rounded

    def share(self, value: Number, ratio: Fraction) -> Number:
        """``value`` times ``ratio`` rounded to a whole number, halves up."""
        return self.half_up(value * ratio.numerator, ratio.denominator)

    def given(self, name: str, label: str, value: Number, unit: str = GROSZ) -> Number:
        """Return the input; nothing is noted."""
        return value

    def step(self, text: str, value: Number, *, article: str = "", unit: str = GROSZ) -> Number:
        """Return the value; nothing is noted."""
        return value

    def choice(self, switch: str, value: str, why: str) -> None:
        """Nothing is noted."""
