"""A rule as data, and what it finds.

A rule names its kind (one of a closed list), the indicators it looks at, its parameters, its
severity and its sentence. What a kind does stands in ``checks``; everything else is the office's.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import Any

from miernik.collection.asked import AskedIndicator
from miernik.kernel.quantities import CountedUnit, Kind, Labelled
from miernik.kernel.text import comparable


class Severity(Labelled):
    """What a finding does to a submission."""

    ERROR = "error", "błąd"
    WARNING = "warning", "pytanie"
    NOTE = "note", "uwaga dla urzędu"


class RuleKind(Labelled):
    """What a rule looks at."""

    ANSWERED = "answered", "odpowiedź na każde pytanie"
    REASON = "reason", "powód braku danych"
    FILLED = "filled", "odpowiedź „wartość” ma wartość"
    READABLE = "readable", "liczby dają się przyjąć"
    ZERO = "zero", "odpowiedź „zero” zgodna z liczbą"
    NO_VALUE = "no_value", "odpowiedź bez wartości nie ma liczby"
    WHOLE = "whole", "liczba całkowita i nieujemna"
    DECIMALS = "decimals", "miejsca po przecinku"
    RANGE = "range", "zakres wartości"
    LEVELS = "levels", "znane oceny słowne"
    ROWS = "rows", "liczby w pozycjach podziału"
    ROW_NAMES = "row_names", "nazwy pozycji podziału"
    PART_OF_WHOLE = "part_of_whole", "część nie większa od całości"
    PARTS_SUM = "parts_sum", "części dają całość"
    ROWS_SUM = "rows_sum", "pozycje podziału dają wartość"
    SUM = "sum", "suma wskaźników formularza"
    RATIO = "ratio", "licznik nie większy od mianownika"
    PERCENT_OF_RATIO = "percent_of_ratio", "odsetek zgodny z licznikiem i mianownikiem"
    JUMP = "jump", "skok wobec poprzedniego roku"
    COPIED = "copied", "ta sama liczba w dwóch miejscach"
    UNIT = "unit", "pomylona jednostka kwoty"
    MISSING_PART = "missing_part", "część podana poprzednio, a teraz nie"
    OVERLAP = "overlap", "osoby liczone w kilku instytucjach"


@dataclass(frozen=True, slots=True)
class Scope:
    """Which indicators a rule looks at; an empty field does not narrow.

    ``works`` are codes, "*" stands for anything ("srps-*"); ``name`` and ``except_name`` are
    pieces of wording, see ``sought``.
    """

    kinds: tuple[Kind, ...] = ()
    units: tuple[CountedUnit, ...] = ()
    works: tuple[str, ...] = ()
    name: str = ""
    except_name: str = ""

    def covers(self, asked: AskedIndicator) -> bool:
        """Whether the rule looks at this indicator."""
        if self.kinds and asked.kind not in self.kinds:
            return False
        if self.units and asked.counted_unit not in self.units:
            return False
        if self.works and not any(fnmatchcase(asked.work_code, code) for code in self.works):
            return False
        if self.name and not sought(self.name, asked.name):
            return False
        return not (self.except_name and sought(self.except_name, asked.name))


def sought(pattern: str, text: str) -> bool:
    """Whether a piece of wording stands in a text, case and spacing set aside.

    "*" stands for anything between two pieces ("osób*bezrobotn"), "|" parts alternatives.
    """
    wording = comparable(text)
    return any(_stands(alternative, wording) for alternative in pattern.split("|"))


def _stands(pattern: str, wording: str) -> bool:
    place = 0
    for piece in comparable(pattern).split("*"):
        found = wording.find(piece.strip(), place)
        if found < 0:
            return False
        place = found + len(piece.strip())
    return True


@dataclass(frozen=True, slots=True)
class Example:
    """A small form and whether the rule finds something in it.

    ``form`` has one mapping an indicator, as ``examples.form_of`` reads it; ``fires`` the numbers
    (from 1) of the indicators found, empty when the rule is to stay quiet; ``says`` a piece of
    the sentence found first.
    """

    title: str
    form: tuple[Mapping[str, Any], ...]
    fires: tuple[int, ...] = ()
    says: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``parameters`` hold Decimal, bool, text or a tuple of texts, as the kind asks."""

    code: str
    title: str
    explanation: str
    kind: RuleKind
    severity: Severity
    message: str
    scope: Scope = dataclasses.field(default_factory=Scope)
    parameters: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    active: bool = True

    def switched(self, *, active: bool) -> Rule:
        """Return the rule switched on or off."""
        return dataclasses.replace(self, active=active)

    def number(self, name: str) -> Decimal:
        """Return a parameter that the kind requires or has a default for."""
        return Decimal(self.parameters[name])

    def words(self, name: str) -> tuple[str, ...]:
        """Return a list of texts; empty where the rule gives none."""
        return tuple(self.parameters.get(name) or ())


@dataclass(frozen=True, slots=True)
class Hit:
    """What a kind found, before it is put in words: ``words`` fill the sentence of the rule."""

    indicator: str
    field: str
    words: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says of one answer.

    ``field`` is ``status``, ``value``, ``numerator``, ``denominator``, ``entries[0]``,
    ``notes[0]``, ``notes`` or ``reason``; ``explained`` holds the reporter's words to this rule,
    empty where there are none.
    """

    rule: str
    severity: Severity
    indicator: str
    field: str
    message: str
    explained: str = ""

    @property
    def stops(self) -> bool:
        """Whether the form cannot be sent: an error, or a question without an answer."""
        if self.severity is Severity.WARNING:
            return not self.explained
        return self.severity is Severity.ERROR

    @property
    def for_reporter(self) -> bool:
        """Whether the institution sees it; notes are for the office alone."""
        return self.severity is not Severity.NOTE


def stopping(findings: Iterable[Finding]) -> list[Finding]:
    """Return what keeps a form from being sent, in the order given."""
    return [finding for finding in findings if finding.stops]
