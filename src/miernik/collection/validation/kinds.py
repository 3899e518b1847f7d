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

Check = Callable[[Rule, Iterable[Line]], Iterator[Hit]]

#: Words every sentence may use.
COMMON_WORDS = frozenset({"nazwa", "zadanie"})


class Form(Enum):
    """How a parameter is written."""

    NUMBER = "liczba"
    SHARE = "liczba większa od 0 i mniejsza od 1"
    ABOVE_ZERO = "liczba większa od 0"
    YES_NO = "true albo false"
    PATTERN = "wyrażenie szukane w nazwie"
    PATTERNS = "lista co najmniej dwóch wyrażeń szukanych w nazwach"


@dataclass(frozen=True, slots=True)
class Asked:
    """One parameter of a kind: without a default it must be given, unless ``optional``."""

    label: str
    form: Form = Form.NUMBER
    default: Any = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class KindOfRule:
    """What a kind does and what it needs; ``words`` are those its sentence may use."""

    check: Check
    words: frozenset[str] = frozenset()
    parameters: Mapping[str, Asked] = field(default_factory=dict)


def _kind(check: Check, *words: str, **parameters: Asked) -> KindOfRule:
    return KindOfRule(check, frozenset(words) | COMMON_WORDS, parameters)


_SUM_WORDS = ("suma", "składniki", "całość", "różnica")

KINDS: Mapping[RuleKind, KindOfRule] = {
    RuleKind.ANSWERED: _kind(answers.answered),
    RuleKind.REASON: _kind(answers.reason),
    RuleKind.FILLED: _kind(answers.filled),
    RuleKind.READABLE: _kind(answers.numbers),
    RuleKind.ZERO: _kind(answers.zero, "wartość"),
    RuleKind.NO_VALUE: _kind(answers.no_value, "wartość", "odpowiedź"),
    RuleKind.WHOLE: _kind(answers.whole, "wartość"),
    RuleKind.DECIMALS: _kind(
        answers.decimals, "wartość", places=Asked("miejsca po przecinku", default=Decimal(2))
    ),
    RuleKind.RANGE: _kind(
        answers.within,
        "wartość",
        "zakres",
        min=Asked("najmniejsza wartość", optional=True),
        max=Asked("największa wartość", optional=True),
    ),
    RuleKind.LEVELS: _kind(answers.levels, "ocena", "oceny"),
    RuleKind.ROWS: _kind(answers.rows, "pozycja"),
    RuleKind.PART_OF_WHOLE: _kind(sums.part_of_whole, "opis", "część", "całość"),
    RuleKind.PARTS_SUM: _kind(
        sums.parts_sum,
        *_SUM_WORDS,
        parts=Asked("części szukane w uwagach", Form.PATTERNS, optional=True),
    ),
    RuleKind.ROWS_SUM: _kind(sums.rows_sum, *_SUM_WORDS),
    RuleKind.SUM: _kind(
        sums.indicators,
        *_SUM_WORDS,
        "części",
        whole=Asked("nazwa całości", Form.PATTERN),
        parts=Asked("nazwy składników", Form.PATTERNS),
        same_task=Asked("tylko w jednym zadaniu", Form.YES_NO, default=True),
    ),
    RuleKind.RATIO: _kind(sums.ratio, "licznik", "mianownik"),
    RuleKind.PERCENT_OF_RATIO: _kind(
        sums.percent_of_ratio, "wartość", "licznik", "mianownik", "obliczono"
    ),
    RuleKind.JUMP: _kind(
        changes.jump,
        "rok",
        "poprzednio",
        "wartość",
        "zmiana",
        level=Asked("jak często wolno pytać bez powodu", Form.SHARE, Decimal("0.01")),
        spread=Asked("zwykłe wahanie", Form.ABOVE_ZERO),
        spread_weight=Asked("waga zwykłego wahania", Form.ABOVE_ZERO, Decimal(9)),
        least=Asked("najmniejsza zmiana", Form.NUMBER),
        least_percent=Asked("najmniejsza zmiana w procentach", Form.NUMBER, Decimal(0)),
    ),
    RuleKind.COPIED: _kind(
        repeats.copied,
        "wartość",
        "inne",
        "pytanie",
        share=Asked("jak często wolno pytać bez powodu", Form.SHARE, Decimal("0.05")),
        least=Asked("nie pytaj poniżej", Form.ABOVE_ZERO, Decimal(20)),
        most=Asked("pytaj zawsze od", Form.ABOVE_ZERO, Decimal(100)),
        least_amount=Asked("nie pytaj o kwoty poniżej", Form.ABOVE_ZERO, Decimal(1000)),
    ),
    RuleKind.UNIT: _kind(
        changes.unit,
        "wartość",
        "porównanie",
        "podejrzenie",
        nearness=Asked("ile razy może się różnić od 1000 lub 100", Form.ABOVE_ZERO, Decimal("1.5")),
        small=Asked("kwota podejrzanie mała", Form.ABOVE_ZERO, Decimal(1000)),
        large=Asked("gdy poprzednio było co najmniej", Form.ABOVE_ZERO, Decimal(1_000_000)),
    ),
    RuleKind.MISSING_PART: _kind(changes.missing_part, "część", "rok"),
    RuleKind.OVERLAP: _kind(changes.overlap, "wartość"),
}

#: A finding of the second kind says nothing new beside one of the first on the same field.
OUTDONE: tuple[tuple[RuleKind, RuleKind], ...] = (
    (RuleKind.UNIT, RuleKind.JUMP),
    (RuleKind.READABLE, RuleKind.FILLED),
)
