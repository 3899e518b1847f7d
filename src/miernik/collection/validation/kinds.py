"""The closed list of what rules can look at: check, parameters and words of every kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Any

from miernik.collection.validation.checks import answers, changes, repeats, sums
from miernik.collection.validation.form import Line
from miernik.collection.validation.rule import Hit, Rule, RuleKind
from miernik.kernel.quantities import Labelled

Check = Callable[[Rule, Iterable[Line]], Iterator[Hit]]

#: Words every sentence may use.
COMMON_WORDS = frozenset({"nazwa", "zadanie"})


class Group(Labelled):
    """What rules look at, as the office's list is parted."""

    ANSWER = "answer", "Czy jest odpowiedź"
    NUMBER = "number", "Jedna odpowiedź"
    AGREEMENT = "agreement", "Liczby, które muszą się zgadzać"
    LAST_YEAR = "last_year", "Porównanie z poprzednim rokiem"
    FORM = "form", "Cały formularz"


class Shape(Enum):
    """How a parameter is written; the value says it in Polish."""

    NUMBER = "liczba"
    SHARE = "liczba większa od 0 i mniejsza od 1"
    ABOVE_ZERO = "liczba większa od 0"
    YES_NO = "true albo false"
    PATTERN = "fragment nazwy"
    PATTERNS = "lista fragmentów nazw"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a kind: without a default it must be given, unless ``optional``."""

    label: str
    shape: Shape = Shape.NUMBER
    default: Any = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class KindOfRule:
    """What a kind does and what it needs; ``words`` are those its sentence may use."""

    group: Group
    check: Check
    words: frozenset[str] = frozenset()
    parameters: Mapping[str, Parameter] = field(default_factory=dict)


def _kind(group: Group, check: Check, *words: str, **parameters: Parameter) -> KindOfRule:
    return KindOfRule(group, check, frozenset(words) | COMMON_WORDS, parameters)


_SUM_WORDS = ("suma", "składniki", "całość", "różnica")

KINDS: Mapping[RuleKind, KindOfRule] = {
    RuleKind.ANSWERED: _kind(Group.ANSWER, answers.answered),
    RuleKind.REASON: _kind(Group.ANSWER, answers.reason),
    RuleKind.FILLED: _kind(Group.ANSWER, answers.filled),
    RuleKind.READABLE: _kind(Group.NUMBER, answers.numbers),
    RuleKind.ZERO: _kind(Group.NUMBER, answers.zero, "wartość"),
    RuleKind.NO_VALUE: _kind(Group.NUMBER, answers.no_value, "wartość", "odpowiedź"),
    RuleKind.WHOLE: _kind(Group.NUMBER, answers.whole, "wartość"),
    RuleKind.DECIMALS: _kind(
        Group.NUMBER,
        answers.decimals,
        "wartość",
        places=Parameter("miejsca po przecinku", default=Decimal(2)),
    ),
    RuleKind.RANGE: _kind(
        Group.NUMBER,
        answers.within,
        "wartość",
        "zakres",
        min=Parameter("najmniejsza wartość", optional=True),
        max=Parameter("największa wartość", optional=True),
    ),
    RuleKind.LEVELS: _kind(Group.NUMBER, answers.levels, "ocena", "oceny"),
    RuleKind.ROWS: _kind(Group.NUMBER, answers.rows, "pozycja"),
    RuleKind.ROW_NAMES: _kind(Group.NUMBER, answers.row_names, "wartość"),
    RuleKind.PART_OF_WHOLE: _kind(Group.AGREEMENT, sums.part_of_whole, "opis", "część", "całość"),
    RuleKind.PARTS_SUM: _kind(
        Group.AGREEMENT,
        sums.parts_sum,
        *_SUM_WORDS,
        parts=Parameter("części szukane w uwagach", Shape.PATTERNS, optional=True),
    ),
    RuleKind.ROWS_SUM: _kind(Group.AGREEMENT, sums.rows_sum, *_SUM_WORDS),
    RuleKind.SUM: _kind(
        Group.AGREEMENT,
        sums.indicators,
        *_SUM_WORDS,
        "części",
        whole=Parameter("nazwa całości", Shape.PATTERN),
        parts=Parameter("nazwy składników", Shape.PATTERNS),
        same_task=Parameter("tylko w jednym zadaniu", Shape.YES_NO, default=True),
    ),
    RuleKind.RATIO: _kind(Group.AGREEMENT, sums.ratio, "licznik", "mianownik"),
    RuleKind.PERCENT_OF_RATIO: _kind(
        Group.AGREEMENT, sums.percent_of_ratio, "wartość", "licznik", "mianownik", "obliczono"
    ),
    RuleKind.JUMP: _kind(
        Group.LAST_YEAR,
        changes.jump,
        "rok",
        "poprzednio",
        "wartość",
        "zmiana",
        level=Parameter("jak często wolno pytać bez powodu", Shape.SHARE, Decimal("0.01")),
        spread=Parameter("zwykłe wahanie", Shape.ABOVE_ZERO),
        spread_weight=Parameter("waga zwykłego wahania", Shape.ABOVE_ZERO, Decimal(9)),
        least=Parameter("najmniejsza zmiana", Shape.NUMBER),
        least_percent=Parameter("najmniejsza zmiana w procentach", Shape.NUMBER, Decimal(0)),
    ),
    RuleKind.COPIED: _kind(
        Group.FORM,
        repeats.copied,
        "wartość",
        "inne",
        "pytanie",
        share=Parameter("jak często wolno pytać bez powodu", Shape.SHARE, Decimal("0.05")),
        least=Parameter("nie pytaj poniżej", Shape.ABOVE_ZERO, Decimal(50)),
        most=Parameter("pytaj zawsze od", Shape.ABOVE_ZERO, Decimal(100)),
        least_amount=Parameter("nie pytaj o kwoty poniżej", Shape.ABOVE_ZERO, Decimal(1000)),
    ),
    RuleKind.UNIT: _kind(
        Group.LAST_YEAR,
        changes.unit,
        "wartość",
        "porównanie",
        "podejrzenie",
        nearness=Parameter(
            "ile razy może się różnić od 1000 lub 100", Shape.ABOVE_ZERO, Decimal("1.5")
        ),
        small=Parameter("kwota podejrzanie mała", Shape.ABOVE_ZERO, Decimal(1000)),
        large=Parameter("gdy poprzednio było co najmniej", Shape.ABOVE_ZERO, Decimal(1_000_000)),
    ),
    RuleKind.MISSING_PART: _kind(Group.LAST_YEAR, changes.missing_part, "część", "rok"),
    RuleKind.OVERLAP: _kind(Group.FORM, changes.overlap, "wartość"),
}

#: A finding of the second kind says nothing new beside one of the first on the same field.
OUTDONE: tuple[tuple[RuleKind, RuleKind], ...] = (
    (RuleKind.UNIT, RuleKind.JUMP),
    (RuleKind.READABLE, RuleKind.FILLED),
)
