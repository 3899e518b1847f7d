"""How a rule is written once and runs twice: for one family with its explanation, for a population.

A rule is a function of a ``Calculation`` and its inputs. Amounts are whole grosze, whole numbers
are ``int``; for a population each is an ``int64`` array of equal length. Rules use ``+ - *`` and
comparisons as they stand, and ask the calculation for everything else:

    def gap(law: Calculation, *, single: Flag, persons: Number, income: Number) -> Number:
        criterion = law.where(single, law.amount("kryterium_sg"), persons * law.amount("…"))
        return law.step("Różnica między kryterium a dochodem", law.most(criterion - income, 0))

Conditions are joined with ``&`` and ``|`` and turned with ``law.negated``. Nothing is rounded
except by ``half_up`` and ``share``; comparisons come before. A branch of ``where`` may be a
function without arguments: for one family only the branch taken runs, so the explanation names
only the parameters that mattered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Concatenate, Generic, ParamSpec, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from miernik.rules.law import LOCAL, DatedLaw, Parameter

Number: TypeAlias = Any
"""``int`` for one family, ``NDArray[np.int64]`` for a population."""
Flag: TypeAlias = Any
"""``bool`` for one family, ``NDArray[np.bool_]`` for a population."""

GROSZ = "gr"
PERSONS = "osoby"
YES_NO = "tak/nie"


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

    def switch(self, key: str) -> str:
        """The word of a named, dated switch: which of several disputed readings applies."""

    def where(self, condition: Flag, yes: Number, no: Number) -> Number:
        """``yes`` where the condition holds, else ``no``; either may be a function giving it."""

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

    def switch(self, key: str) -> str:
        """The word of a switch; the choice and its reason go into the explanation."""
        parameter = self._law.parameter(key)
        self._used(key)
        self.choice(key, parameter.text, parameter.note)
        return parameter.text

    def where(self, condition: Flag, yes: Number, no: Number) -> Number:
        """``yes`` where the condition holds, else ``no``; only the branch taken runs."""
        return _given(yes if condition else no)

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
        if (switch, value, why) not in self.explanation.choices:
            self.explanation.choices.append((switch, value, why))

    def _used(self, key: str) -> None:
        """Note a parameter and what it follows; a council's that only follows goes unsaid."""
        parameter = self._law.parameter(key)
        unsaid = parameter.same_as and key.endswith(LOCAL)
        if not unsaid and parameter not in self.explanation.parameters:
            self.explanation.parameters.append(parameter)
        if parameter.same_as:
            self._used(parameter.same_as)


class Vectorised:
    """The same calculation over aligned ``int64`` arrays; it explains nothing.

    ``changed`` puts other values (zloty, ratios) in the place of parameters: what if? A parameter
    that follows another one follows its changed value too.
    """

    def __init__(self, law: DatedLaw, changed: Mapping[str, Fraction] | None = None) -> None:
        self._law = law
        self._changed = dict(changed or {})
        self._asked: set[str] = set()

    @property
    def unused_changes(self) -> list[str]:
        """Changed parameters that no rule has asked for: they changed nothing."""
        return sorted(self._changed.keys() - self._asked)

    @property
    def day(self) -> dt.date:
        """The day whose law applies."""
        return self._law.day

    def amount(self, key: str) -> int:
        """A parameter in grosze."""
        return _whole(key, self.ratio(key) * 100)

    def ratio(self, key: str) -> Fraction:
        """A parameter as an exact ratio."""
        self._asked.add(key)
        if key in self._changed:
            return self._changed[key]
        parameter = self._law.parameter(key)
        return self.ratio(parameter.same_as) if parameter.same_as else parameter.value

    def number(self, key: str) -> int:
        """A parameter as a whole number."""
        return _whole(key, self.ratio(key))

    def switch(self, key: str) -> str:
        """The word of a switch."""
        return self._law.switch(key)

    def where(self, condition: Flag, yes: Number, no: Number) -> Number:
        """``yes`` where the condition holds, else ``no``; both run."""
        return np.where(condition, _given(yes), _given(no))

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


Inputs = ParamSpec("Inputs")


@dataclass(frozen=True, slots=True)
class Rule(Generic[Inputs]):
    """A rule of the act with its name; called with a calculation and its inputs."""

    name: str
    title: str
    formula: Callable[Concatenate[Calculation, Inputs], Number]

    def __call__(
        self, law: Calculation, /, *values: Inputs.args, **inputs: Inputs.kwargs
    ) -> Number:
        """Run the rule."""
        return self.formula(law, *values, **inputs)


def rule(
    name: str, title: str
) -> Callable[[Callable[Concatenate[Calculation, Inputs], Number]], Rule[Inputs]]:
    """Give a formula its name for programs and its Polish title for people."""

    def named(formula: Callable[Concatenate[Calculation, Inputs], Number]) -> Rule[Inputs]:
        return Rule(name, title, formula)

    return named


def explain(
    law: DatedLaw, what: Rule[Inputs], /, *values: Inputs.args, **inputs: Inputs.kwargs
) -> Explanation:
    """Run a rule for one family and return the whole way to its result."""
    calculation = Explained(law, what.name, what.title)
    calculation.explanation.result = what(calculation, *values, **inputs)
    return calculation.explanation


def _given(branch: Number) -> Number:
    return branch() if callable(branch) else branch


def _whole(key: str, value: Fraction) -> int:
    assert value.denominator == 1, key
    return value.numerator
