"""The same number in two places of a form: often one number copied into both.

How large a number must be to be asked about follows from how often numbers meet by chance. Counts
of the city's report for 2017 spread over four orders of magnitude (1 … 10 000 and a few above)
about evenly on a logarithmic scale, so a count is k with probability 1 ÷ (9,2 k) and two of them
are the same number of at least T with probability 1 ÷ (84,8 T). A form with m counts has
m (m − 1) ÷ 2 pairs; asking from T = pairs ÷ (84,8 × 0,05) upwards makes one form in twenty ask
without cause: T is 55 for a form of 22 counts, 83 for one of 27. T is never below ``least`` = 50
(the same class of 25, or two, takes part in everything) nor above ``most`` = 100: from there even
the whole report of 145 counts has one such pair by chance, and it has seven.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from miernik.collection.validation.form import Line
from miernik.collection.validation.rule import Hit, Rule
from miernik.kernel.quantities import Kind
from miernik.kernel.text import folded, plural

Lines = Iterable[Line]
_COUNTED = (Kind.COUNT, Kind.AMOUNT)
_LOG_RANGE = math.log(10_000)
_WORD = re.compile(r"[^\W\d_]{3,}")
_RELATED = 0.5  # share of the shorter name's words that both have


def copied(rule: Rule, lines: Lines) -> Iterator[Hit]:
    """Every indicator whose number already stands higher up in the form.

    Quiet when the two were equal last year as well and ask for the same thing by their names: then
    one fact is asked twice, and that is the office's doing.
    """
    counted = [line for line in lines if line.asked.kind in _COUNTED and line.value]
    groups: defaultdict[tuple[Kind, Decimal], list[Line]] = defaultdict(list)
    kinds = {kind: sum(line.asked.kind is kind for line in counted) for kind in _COUNTED}
    for line in counted:
        value = line.value
        assert value is not None
        if value < _smallest(rule, line.asked.kind, kinds[line.asked.kind]):
            continue
        group = groups[line.asked.kind, value.normalize()]
        others = [other for other in group if not _known_twin(line, other)]
        if others:
            yield Hit(line.asked.indicator, "value", _words(line, value, others))
        group.append(line)


def smallest_asked(counts: int, share: float, least: Decimal, most: Decimal) -> Decimal:
    """Return the number from which equal counts are asked about in a form of so many counts.

    ``share`` is the share of forms that may ask without cause.
    """
    pairs = counts * (counts - 1) / 2
    return min(max(Decimal(math.ceil(pairs / (_LOG_RANGE**2 * share))), least), most)


def _smallest(rule: Rule, kind: Kind, counts: int) -> Decimal:
    if kind is Kind.AMOUNT:
        return rule.number("least_amount")
    share = float(rule.number("share"))
    return smallest_asked(counts, share, rule.number("least"), rule.number("most"))


def _known_twin(one: Line, other: Line) -> bool:
    first, second = one.last, other.last
    equal = first is not None and second is not None and first.number == second.number
    return equal and related(one.asked.name, other.asked.name)


def related(first: str, second: str) -> bool:
    """Whether two names share most words of the shorter."""
    one, other = (set(_WORD.findall(folded(name))) for name in (first, second))
    return len(one & other) >= _RELATED * max(1, min(len(one), len(other)))


def _words(line: Line, value: Decimal, others: Sequence[Line]) -> dict[str, str]:
    named = ", ".join(_named(other) for other in others)
    return {
        "wartość": line.printed(value),
        "inne": named,
        "pytanie": plural(len(others), "pytaniu", "pytaniach", "pytaniach"),
    }


def _named(line: Line) -> str:
    code = f"{line.asked.task_code} " if line.asked.task_code else ""
    return f"{code}„{line.asked.name}”"
