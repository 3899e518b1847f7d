"""Parts of a value named in remarks ("w tym …"): read, matched between years, compared."""

from __future__ import annotations

import re
from decimal import Decimal

import numpy as np

from miernik.analysis import words
from miernik.analysis.compute import rules, wording
from miernik.analysis.compute.pair import percent_change
from miernik.analysis.compute.series import PartChange, Point, Series, SubValue, Verdict
from miernik.kernel import chance
from miernik.kernel.quantities import Kind
from miernik.kernel.text import squeeze

# A number opens a part only at the beginning or after a conjunction: "osób do 18 lat" has none.
_PART = re.compile(
    r"(?:^|\bw tym|\bz tego|\bz czego|\bi|\boraz|[,;:])\s*"
    r"(?P<number>\d{1,3}(?:[ \u00a0]\d{3})+|\d+)(?![\w.]|,\d)\s+",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d[\d \u00a0]*\s")
_LEAD = re.compile(r"^\W*(w tym|z tego|z czego)?\W*", re.IGNORECASE)
_TAIL = re.compile(r"[\s,;.]*(\b(i|oraz|a także)\b)?[\s,;.]*$", re.IGNORECASE)


def read_parts(text: str) -> tuple[SubValue, ...]:
    """Return every part a remark names: "w tym 874 osób bezrobotnych i 146 osób poszukujących"."""
    plain = squeeze(text)
    found = list(_PART.finditer(plain))
    result = []
    ends = [*(part.start() for part in found[1:]), len(plain)]
    for part, end in zip(found, ends, strict=False):
        name = _TAIL.sub("", plain[part.end() : end]).strip()
        if name:
            result.append(SubValue(name, Decimal(re.sub(r"\D", "", part["number"]))))
    return tuple(result)


def part_changes(series: Series, before: Point, after: Point) -> tuple[PartChange, ...]:
    """Compare the parts two points name, in the later point's order, then those it lost.

    Only counts and amounts have parts; a part that only one year names is said to be so.
    """
    left = list(before.sub_values)
    result = []
    for part in after.sub_values:
        name = _name(part)
        match = next((other for other in left if wording.same_thing(_name(other), name)), None)
        if match is not None:
            left.remove(match)
            result.append(_compared(series, match, part))
        else:
            result.append(_alone(part, after.year, before.year, later=True))
    return (*result, *(_alone(part, before.year, after.year, later=False) for part in left))


def opposite(part: PartChange, difference: Decimal) -> bool:
    """Whether a part moved, beyond chance, against its total."""
    return (
        part.difference is not None
        and part.verdict is not Verdict.UNKNOWN
        and part.difference * difference < 0
    )


def moved(series: Series, part: PartChange) -> str:
    """Return the clause about a part: ``część „…” spadła z 1 921 do 1 713 (o 208, …)``."""
    assert part.before is not None
    assert part.after is not None
    assert part.difference is not None
    verb = "wzrosła" if part.difference > 0 else "spadła"
    return (
        f"część „{part.text}” {verb} {words.out_of(words.quantity(series.kind, part.before))} "
        f"do {words.quantity(series.kind, part.after)} "
        f"({words.by_how_much(series.kind, part.difference, part.percent)})"
    )


def _compared(series: Series, before: SubValue, after: SubValue) -> PartChange:
    first, second = before.number, after.number
    values = np.array([rules.scaled(first)]), np.array([rules.scaled(second)])
    percent = np.array([int(series.materiality_percent * 100)])
    is_material = bool(rules.material(*values, percent, np.zeros(1, dtype=np.int64))[0])
    chancy = series.kind is Kind.COUNT and bool(
        chance.within_chance(np.array([rules.whole(first)]), np.array([rules.whole(second)]))[0]
    )
    if not is_material:
        verdict = Verdict.NO_MATERIAL_CHANGE
    elif chancy:
        verdict = Verdict.UNKNOWN
    else:
        verdict = Verdict.RISE if second > first else Verdict.FALL
    change = PartChange(
        text=_name(after),
        before=first,
        after=second,
        difference=second - first,
        percent=percent_change(first, second),
        verdict=verdict,
        sentence="",
    )
    return _with_sentence(series, change, chancy=chancy)


def _with_sentence(series: Series, change: PartChange, *, chancy: bool) -> PartChange:
    if change.difference == 0:
        text = f"część „{change.text}” nie zmieniła się"
    elif chancy:
        text = f"{moved(series, change)}, co mieści się w granicach przypadku"
    elif change.verdict is Verdict.NO_MATERIAL_CHANGE:
        text = f"{moved(series, change)}, czyli poniżej progu istotności"
    else:
        text = moved(series, change)
    return PartChange(
        change.text,
        change.before,
        change.after,
        change.difference,
        change.percent,
        change.verdict,
        words.sentence(text),
    )


def _alone(part: SubValue, year: int, other: int, *, later: bool) -> PartChange:
    name = _name(part)
    text = f"część „{name}” podano za {words.year(year)}, a za {words.year(other)} nie"
    return PartChange(
        text=name,
        before=None if later else part.number,
        after=part.number if later else None,
        difference=None,
        percent=None,
        verdict=Verdict.TOO_LITTLE_DATA,
        sentence=words.sentence(text),
    )


def _name(part: SubValue) -> str:
    """The words of a part, whether or not its text repeats "w tym" and the number."""
    bare = _NUMBER.sub("", _LEAD.sub("", squeeze(part.text)), count=1)
    return _TAIL.sub("", bare)
