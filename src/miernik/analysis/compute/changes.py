"""The change of one series between two years: comparability first, then the rules, then words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from miernik.analysis import words
from miernik.analysis.compute import comparability, counts, money, percents, qualitative, rules
from miernik.analysis.compute.pair import Pair
from miernik.analysis.compute.series import Break, Change, Point, ProposedBreak, Series, Verdict
from miernik.analysis.errors import YearsOutOfOrderError
from miernik.kernel.numbers import print_interval
from miernik.kernel.quantities import BreakType, Kind, Status

METHOD_NOTHING = "obecność obu wartości"
METHOD_COMPARABILITY = "porównywalność przed zmianą"
METHOD_JUMP = "wykrywanie niewyjaśnionych skoków"


def change(
    series: Series, year_from: int, year_to: int, *, cpi: Mapping[int, Decimal] | None = None
) -> Change:
    """Say what changed in a series between two years, and no more than the data allow.

    A difference inside the limits of chance is UNKNOWN, not NO_MATERIAL_CHANGE: from 25 to 31
    neither a rise nor its absence is shown. NO_MATERIAL_CHANGE means only that the observed
    difference is below the threshold set in advance (docs/decisions/0002-verdicts.md).

    ``cpi`` gives price indices of years on one fixed base; without it money is nominal and said
    to be. Raises YearsOutOfOrderError unless ``year_from`` < ``year_to``.
    """
    if year_from >= year_to:
        raise YearsOutOfOrderError(year_from, year_to)
    before, after = series.point(year_from), series.point(year_to)
    pair = Pair(series, year_from, year_to, before, after)
    if (
        before is None
        or after is None
        or not _has_value(series, before)
        or not _has_value(series, after)
    ):
        return _too_little(pair)
    pair = Pair(
        series,
        year_from,
        year_to,
        before,
        after,
        comparability.years_comparable_with(series, after),
        comparability.doubts(before, after),
    )
    forbidden = _forbidden(pair, before, after)
    if forbidden is not None:
        return forbidden
    # Both values are of one kind; where it is not the card's, the values are right.
    pair = replace(pair, series=replace(series, kind=after.kind or series.kind))
    return _compared(pair, before, after, cpi)


def _compared(pair: Pair, before: Point, after: Point, cpi: Mapping[int, Decimal] | None) -> Change:
    if pair.series.kind not in rules.KINDS:
        return qualitative.compare(pair, before, after)
    panel, years = comparability.panel(pair.series, after)
    stopped = panel.blocked | rules.jumps(panel)
    first, second = years.index(pair.year_from), years.index(pair.year_to)
    verdict = rules.VERDICTS[int(rules.judge(panel, stopped, first, second).verdict[0])]
    if verdict is Verdict.NOT_COMPARABLE:
        jumps = comparability.jumps_of(pair.series, after)
        return _jump(
            pair, next(item for item in jumps if pair.year_from < item.year <= pair.year_to)
        )
    if pair.series.kind is Kind.COUNT:
        return counts.compare(pair, before, after, verdict)
    if pair.series.kind is Kind.PERCENT:
        return percents.compare(pair, before, after, verdict)
    return money.compare(pair, before, after, verdict, cpi)


def _has_value(series: Series, point: Point) -> bool:
    if not point.known or Kind.MISSING in (series.kind, point.kind):
        return False
    numeric_kind = (point.kind or series.kind) in rules.KINDS
    return not numeric_kind or point.number is not None or point.bounded


# --- what forbids the comparison -----------------------------------------------------------------


def _forbidden(pair: Pair, before: Point, after: Point) -> Change | None:
    stop = comparability.stopping_break(pair.series, pair.year_from, pair.year_to)
    if stop is not None:
        return _stopped(pair, stop)
    obstacle = comparability.obstacle(pair.series, before, after)
    if obstacle is None:
        return None
    text = f"{_both(pair)} nie są porównywalne, bo {obstacle}"
    reason = "Wartości, które znaczą co innego, nie mają różnicy."
    return pair.result(Verdict.NOT_COMPARABLE, words.sentence(text), reason, METHOD_COMPARABILITY)


def _stopped(pair: Pair, stop: Break) -> Change:
    if stop.state == "error":
        text = f"{_both(pair)} nie są porównywalne, dopóki błąd w danych nie zostanie sprostowany"
    elif stop.state == "proposed":
        cause = (
            "skok jest niewyjaśniony"
            if stop.type is BreakType.UNEXPLAINED
            else f"możliwa przyczyna ({stop.type.label})"
        )
        needs = "i wymaga" if stop.type is BreakType.UNEXPLAINED else "wymaga"
        text = f"{_both(pair)} nie są na razie porównywalne: {cause} {needs} rozstrzygnięcia"
    else:
        label = (
            "z niewyjaśnionej przyczyny"
            if stop.type is BreakType.UNEXPLAINED
            else f"bo nastąpiła {stop.type.label}"
        )
        text = f"{_both(pair)} nie są porównywalne, {label}"
    return pair.result(
        Verdict.NOT_COMPARABLE,
        words.sentence(text),
        words.sentence(stop.reason),
        METHOD_COMPARABILITY,
        stopped_by=stop,
    )


def _jump(pair: Pair, jump: ProposedBreak) -> Change:
    where = (
        ""
        if (jump.since, jump.year) == (pair.year_from, pair.year_to)
        else f" między {jump.since} a {jump.year} r."
    )
    text = (
        f"{_both(pair)} nie są na razie porównywalne: skok{where} jest niewyjaśniony "
        "i wymaga rozstrzygnięcia"
    )
    return pair.result(
        Verdict.NOT_COMPARABLE,
        words.sentence(text),
        jump.reason,
        METHOD_JUMP,
        proposed_break=jump,
    )


def _both(pair: Pair) -> str:
    """``Liczba rodzin …: wartości 2 659 z 2017 r. i 6 361 z 2019 r.``, where they are numbers."""
    name = words.label(pair.series.name)
    years = words.year(pair.year_from), words.year(pair.year_to)
    shown = []
    for point, year in ((pair.before, years[0]), (pair.after, years[1])):
        number = point.number if point is not None else None
        if point is not None and point.lower is not None and point.upper is not None:
            shown.append(f"{print_interval(point.lower, point.upper)} z {year}")
            continue
        kind = (point.kind if point is not None else None) or pair.series.kind
        shown.append(
            f"{words.quantity(kind, number)} z {year}" if number is not None else f"z {year}"
        )
    return f"{name}: wartości {shown[0]} i {shown[1]}"


def _too_little(pair: Pair) -> Change:
    said = []
    for year, point in ((pair.year_from, pair.before), (pair.year_to, pair.after)):
        if point is not None and _has_value(pair.series, point):
            continue
        status = None if point is None else point.status
        if point is not None and point.known:
            status = Status.NO_DATA
        said.append(words.nothing(year, status))
    text = f"{words.label(pair.series.name)}: nie ma czego porównać, bo {', a '.join(said)}"
    notes = [
        f"Uwaga z {words.year(point.year)}: „{words.shorten(note)}”."
        for point in (pair.before, pair.after)
        if point is not None and not _has_value(pair.series, point)
        for note in point.notes
    ]
    reason = " ".join(["Do porównania potrzebne są obie wartości.", *notes])
    return pair.result(Verdict.TOO_LITTLE_DATA, words.sentence(text), reason, METHOD_NOTHING)
