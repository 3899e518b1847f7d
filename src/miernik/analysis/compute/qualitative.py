"""Values that are not one number: ordinal answers, lists, texts, breakdowns. Never a mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Decimal

from miernik.analysis import words
from miernik.analysis.compute import wording
from miernik.analysis.compute.pair import Pair, percent_change
from miernik.analysis.compute.series import Change, PartChange, Point, Verdict
from miernik.kernel.quantities import Kind
from miernik.kernel.text import comparable

METHOD_ORDINAL = "rozkład odpowiedzi"
METHOD_LIST = "porównanie list"
METHOD_TEXT = "porównanie opisów"
METHOD_BREAKDOWN = "porównanie pozycji podziału"


def compare(pair: Pair, before: Point, after: Point) -> Change:
    """Compare two known values of a kind that is not one number."""
    kinds: dict[Kind, Callable[[Pair, Point, Point], Change]] = {
        Kind.ORDINAL: _ordinal,
        Kind.LIST: _list,
        Kind.TEXT: _text,
        Kind.BREAKDOWN: _breakdown,
    }
    return kinds[pair.series.kind](pair, before, after)


def _ordinal(pair: Pair, before: Point, after: Point) -> Change:
    first, second = (_answers(point) for point in (before, after))
    name = words.label(pair.series.name)
    reason = (
        "Oceny słowne porównuje się jako rozkład odpowiedzi: nie liczy się z nich średniej, a bez "
        "ustalonej skali nie wiadomo, która ocena jest wyższa."
    )
    if first == second:
        text = f"{name}: w obu latach „{_spread(first)}”"
        return pair.result(Verdict.NO_MATERIAL_CHANGE, words.sentence(text), reason, METHOD_ORDINAL)
    text = (
        f"{name}: w {words.year(pair.year_from)} „{_spread(first)}”, "
        f"w {words.year(pair.year_to)} „{_spread(second)}”"
    )
    return pair.result(Verdict.UNKNOWN, words.sentence(text), reason, METHOD_ORDINAL)


def _list(pair: Pair, before: Point, after: Point) -> Change:
    first, second = list(before.entries), list(after.entries)
    dropped = [item for item in first if not _in(item, second)]
    added = [item for item in second if not _in(item, first)]
    name = words.label(pair.series.name)
    reason = (
        "Lista nie jest liczbą: porównano brzmienie pozycji, a z liczby pozycji nie wynika, "
        "czy zrobiono więcej."
    )
    if not dropped and not added:
        text = f"{name}: te same pozycje w obu latach"
        return pair.result(Verdict.NO_MATERIAL_CHANGE, words.sentence(text), reason, METHOD_LIST)
    parts = [
        f"{lead} {words.listed(items, limit=3)}"
        for lead, items in (("doszło:", added), ("nie powtórzono:", dropped))
        if items
    ]
    text = f"{name}: w {words.year(pair.year_to)} {', '.join(parts)}"
    return pair.result(Verdict.UNKNOWN, words.sentence(text), reason, METHOD_LIST)


def _text(pair: Pair, before: Point, after: Point) -> Change:
    same = comparable(before.printed) == comparable(after.printed)
    name = words.label(pair.series.name)
    first, second = words.year(pair.year_from), words.year(pair.year_to)
    text = f"{name}: opis z {second} " + (
        f"jest taki sam jak z {first}" if same else f"różni się od opisu z {first}"
    )
    verdict = Verdict.NO_MATERIAL_CHANGE if same else Verdict.UNKNOWN
    reason = "Opis można przeczytać i porównać, ale nie da się z niego policzyć zmiany."
    return pair.result(verdict, words.sentence(text), reason, METHOD_TEXT)


def _breakdown(pair: Pair, before: Point, after: Point) -> Change:
    parts = tuple(_entries(before, after))
    changed = [part for part in parts if part.difference != 0]
    name = words.label(pair.series.name)
    reason = (
        "Podział porównuje się pozycja po pozycji; pozycje mogą się nakładać, "
        "więc się ich nie sumuje."
    )
    if not changed:
        text = f"{name}: wszystkie pozycje są w obu latach takie same"
        return pair.result(
            Verdict.NO_MATERIAL_CHANGE, words.sentence(text), reason, METHOD_BREAKDOWN, parts=parts
        )
    text = (
        f"{name}: między {words.year(pair.year_from)} a {words.year(pair.year_to)} zmiana w "
        f"{len(changed)} z {len(parts)} pozycji podziału"
    )
    return pair.result(Verdict.UNKNOWN, words.sentence(text), reason, METHOD_BREAKDOWN, parts=parts)


def _entries(before: Point, after: Point) -> list[PartChange]:
    left = dict(before.breakdown)
    result = []
    for label, second in after.breakdown.items():
        known = next((key for key in left if wording.same_thing(key, label)), None)
        result.append(_entry(label, left.pop(known) if known is not None else None, second))
    return result + [_entry(label, first, None) for label, first in left.items()]


def _entry(label: str, first: Decimal | None, second: Decimal | None) -> PartChange:
    if first is None or second is None:
        word = "podano tylko w drugim roku" if first is None else "podano tylko w pierwszym roku"
        return PartChange(
            label, first, second, None, None, Verdict.TOO_LITTLE_DATA, f"„{label}” {word}."
        )
    difference = second - first
    shown = words.quantity(Kind.COUNT, first), words.quantity(Kind.COUNT, second)
    text = (
        f"„{label}”: {shown[0]} i {shown[1]}."
        if difference
        else f"„{label}”: {shown[0]}, bez zmiany."
    )
    verdict = Verdict.UNKNOWN if difference else Verdict.NO_MATERIAL_CHANGE
    return PartChange(
        label, first, second, difference, percent_change(first, second), verdict, text
    )


def _answers(point: Point) -> Counter[str]:
    return Counter(comparable(answer) for answer in point.entries or (point.printed,))


def _spread(answers: Counter[str]) -> str:
    """The answers with how many gave each, when any was given more than once."""
    if max(answers.values(), default=0) <= 1:
        return "/".join(sorted(answers))
    return ", ".join(f"{answer} ({number})" for answer, number in sorted(answers.items()))


def _in(item: str, others: list[str]) -> bool:
    return any(wording.same_thing(item, other) for other in others)
