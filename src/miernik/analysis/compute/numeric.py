"""What to say of two comparable numbers once ``rules`` has given the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from math import sqrt
from typing import Any

from scipy import special

from miernik.analysis import words
from miernik.analysis.compute import chance, institutions, parts
from miernik.analysis.compute.pair import Pair, percent_change
from miernik.analysis.compute.series import Change, InstitutionsChange, PartChange, Point, Verdict
from miernik.kernel.numbers import print_number
from miernik.kernel.quantities import CountedUnit, Kind, TimeBasis

# Under this a test's p says something; counts in hundreds and thousands vary for reasons of
# administration, tens of times more than Poisson's noise, and get no p at all.
SMALL_COUNT = 200
# Rates on fewer events are unstable; pool three years.
RARE = 20

METHOD_SMALL = "dokładny test dwumianowy dwóch liczebności"
METHOD_LARGE = "próg istotności (test Poissona jako dolna granica)"
METHOD_INSTITUTIONS = "te same instytucje w obu latach i próg istotności"
METHOD_PERCENT = "różnica w punktach procentowych i próg istotności"
METHOD_SAMPLE = "przedział Newcombe’a dla różnicy odsetków z próby"
METHOD_AMOUNT = "różnica kwot nominalnych i próg istotności"
METHOD_BOUNDS = "granice liczby osób, które mogą się powtarzać"

DECIDED = (Verdict.RISE, Verdict.FALL)


def compare(
    pair: Pair, before: Point, after: Point, verdict: Verdict, cpi: Mapping[int, Decimal] | None
) -> Change:
    """Put a verdict on two comparable numbers into words, with what supports and weakens it."""
    kind = pair.series.kind
    if kind is Kind.PERCENT:
        return _percent(pair, before, after, verdict)
    if kind is Kind.AMOUNT:
        return _amount(pair, before, after, verdict, cpi)
    bounded = _bounded(pair, before, after)
    return bounded or _count(pair, before, after, verdict)


# --- counts --------------------------------------------------------------------------------------


def _count(pair: Pair, before: Point, after: Point, verdict: Verdict) -> Change:
    first, second = _numbers(before, after)
    small = max(first, second) < SMALL_COUNT
    panel = institutions.like_for_like(before, after)
    verdict, weakened = _with_institutions(pair, verdict, first, second, panel)
    changes = parts.part_changes(pair.series, before, after)
    more = _difference(first, second) | {"institutions": panel, "parts": changes}
    method = METHOD_LARGE
    if panel is not None:
        method = METHOD_INSTITUTIONS
        more["interval"] = institutions.total_interval(before, after)
    elif small:
        method = METHOD_SMALL
        more["p_value"] = chance.p_value(int(first), int(second))
        more["interval"] = chance.change_interval(int(first), int(second))
        more["interval_unit"] = "%"
    reason = weakened or _count_reason(
        pair, first, second, verdict, small=small, with_panel=panel is not None
    )
    if panel is not None:
        reason.append(_panel_reason(panel))
    sentence = weakened[0] if weakened else ""
    text = _sentence(pair, first, second, verdict, because=sentence)
    return pair.result(
        verdict, _with_parts(pair, text, changes, second - first), " ".join(reason), method, **more
    )


def _count_reason(
    pair: Pair,
    first: Decimal,
    second: Decimal,
    verdict: Verdict,
    *,
    small: bool,
    with_panel: bool,
) -> list[str]:
    said = []
    if verdict is Verdict.NO_MATERIAL_CHANGE:
        said.append(_below_threshold(pair, first, second))
    elif verdict in DECIDED:
        said.append(_above_threshold(pair))
    if small:
        said.append(_chance_reason(first, second))
        if _is_stock(pair):
            said.append(
                "To stan, a nie zdarzenia: test jest tu tylko grubą dolną granicą, "
                "bo o zatrudnieniu i liczbie placówek decydują ludzie, nie przypadek."
            )
        elif pair.series.counted_unit is not CountedUnit.EVENT:
            said.append(
                "Test zakłada niezależne zdarzenia; dla stanu zatrudnienia lub liczby placówek "
                "jest tylko grubą dolną granicą."
            )
        if max(first, second) < RARE:
            said.append(
                f"Mniej niż {RARE} w roku to wynik niestabilny; "
                "pewniej porównywać sumy z trzech lat."
            )
    elif verdict is Verdict.UNKNOWN:
        said.append("Różnica nie przekracza granic przypadku dla liczb tej wielkości.")
    elif verdict in DECIDED and not with_panel:
        said.append(
            "Dla liczb tej wielkości test istotności niczego nie rozstrzyga, dlatego go nie "
            "podajemy; bez danych z instytucji nie wiadomo, jak duże są zwykłe wahania."
        )
    return said


def _chance_reason(first: Decimal, second: Decimal) -> str:
    lower, higher = chance.smallest_detectable(int(first))
    limits = f"{print_number(higher)} lub więcej"
    if lower is not None:
        limits = f"{print_number(lower)} lub mniej albo {limits}"
    tested = ""
    if first != second:
        tested = f" (dokładny test dwumianowy, p{_p(chance.p_value(int(first), int(second)))})"
    return f"Z poziomu {print_number(first)} dopiero {limits} wykraczałoby poza przypadek{tested}."


def _p(value: float) -> str:
    if value < 0.001:
        return " < 0,001"
    digits = 3 if value < 0.1 else 2
    return f" = {print_number(Decimal(repr(round(value, digits))), decimals=digits)}"


def _with_institutions(
    pair: Pair, verdict: Verdict, first: Decimal, second: Decimal, panel: InstitutionsChange | None
) -> tuple[Verdict, list[str]]:
    """Withdraw a rise or fall that the same institutions do not show."""
    if panel is None or verdict not in DECIDED:
        return verdict, []
    inside = panel.after - panel.before
    threshold = pair.series.materiality_percent * panel.before / 100
    if inside * (second - first) > 0 and abs(inside) >= threshold:
        return verdict, []
    verb = "mniej" if inside < 0 else "więcej"
    shown = (
        f"o {print_number(abs(inside))} {verb} (z {print_number(panel.before)} "
        f"do {print_number(panel.after)})"
        if inside
        else f"tyle samo ({print_number(panel.after)})"
    )
    explanation = (
        f"W tych samych instytucjach ({panel.same}) było {shown}, więc o sumie zdecydowało to, "
        "które instytucje podały dane."
    )
    return Verdict.UNKNOWN, [explanation]


def _panel_reason(panel: InstitutionsChange) -> str:
    counted = (
        f"Wśród {panel.same} tych samych instytucji: w górę {panel.up}, w dół {panel.down}, "
        f"bez zmiany {panel.unchanged}"
    )
    said = [counted]
    for count, word in (
        (len(panel.joined), "nowe"),
        (len(panel.left), "już nieobecne"),
        (len(panel.silent), "milczące w jednym z lat"),
    ):
        if count:
            said.append(f"{word}: {count}")
    if panel.top_share is not None:
        said.append(
            f"na trzy największe zmiany przypada {print_number(panel.top_share)}% wszystkich zmian"
        )
    if panel.sign_p is not None:
        said.append(f"test znaków p{_p(panel.sign_p)}")
    if panel.wilcoxon_p is not None:
        said.append(f"test Wilcoxona p{_p(panel.wilcoxon_p)}")
    return "; ".join(said) + "."


def _bounded(pair: Pair, before: Point, after: Point) -> Change | None:
    """Compare sums of people who may stand in several institutions: only bounds are known."""
    first, second = (institutions.people_bounds(pair.series, point) for point in (before, after))
    if first is None or second is None:
        return None
    low, high = second[0] - first[1], second[1] - first[0]
    verdict = Verdict.RISE if low > 0 else Verdict.FALL if high < 0 else Verdict.UNKNOWN
    name = words.label(pair.series.name)
    ends = {
        Verdict.RISE: "na pewno wzrost",
        Verdict.FALL: "na pewno spadek",
        Verdict.UNKNOWN: "nie wiadomo, czy to wzrost, czy spadek",
    }
    text = (
        f"{name}: w {words.year(pair.year_from)} od {print_number(first[0])} do "
        f"{print_number(first[1])}, w {words.year(pair.year_to)} od {print_number(second[0])} do "
        f"{print_number(second[1])}; {ends[verdict]}"
    )
    reason = (
        "Te same osoby mogą być policzone w kilku instytucjach, a nie podano, ile ich jest; "
        "pewne są tylko granice: największa z instytucji i suma wszystkich."
    )
    return pair.result(
        verdict,
        words.sentence(text),
        reason,
        METHOD_BOUNDS,
        interval=(low, high),
        institutions=institutions.like_for_like(before, after),
    )


# --- percents and money --------------------------------------------------------------------------


def _percent(pair: Pair, before: Point, after: Point, verdict: Verdict) -> Change:
    first, second = _numbers(before, after)
    more: dict[str, Any] = {"difference": second - first}
    reason, method = [], METHOD_PERCENT
    if verdict is Verdict.NO_MATERIAL_CHANGE:
        reason.append(_below_threshold(pair, first, second))
    elif verdict in DECIDED:
        reason.append(_above_threshold(pair))
    fractions = [_fraction(point) for point in (before, after)]
    if all(fractions):
        reason.append(f"Licznik i mianownik: {fractions[0]}, potem {fractions[1]}.")
    else:
        reason.append(
            "Nie podano licznika i mianownika, więc nie wiadomo, który z nich się zmienił."
        )
    if pair.series.sampled:
        interval = newcombe(before, after)
        method, more["interval"], more["interval_unit"] = METHOD_SAMPLE, interval, "pkt proc."
        if interval is None or interval[0] <= 0 <= interval[1]:
            verdict = Verdict.UNKNOWN
            reason.append("Odsetek pochodzi z próby, a przedział dla różnicy obejmuje zero.")
    else:
        reason.append("Odsetek pochodzi z pełnego rejestru, więc testu się nie stosuje.")
    text = _sentence(pair, first, second, verdict)
    return pair.result(verdict, words.sentence(text), " ".join(reason), method, **more)


def newcombe(before: Point, after: Point) -> tuple[Decimal, Decimal] | None:
    """Return Newcombe's 95 % interval of a difference of two percents, in percentage points.

    From Wilson's intervals of both; None without numerators and denominators.
    """
    values = (before.numerator, before.denominator, after.numerator, after.denominator)
    if any(value is None for value in values):
        return None
    (p1, low1, high1), (p2, low2, high2) = (
        _wilson(float(point.numerator or 0), float(point.denominator or 1))
        for point in (before, after)
    )
    step = p2 - p1
    low = step - sqrt((p2 - low2) ** 2 + (high1 - p1) ** 2)
    high = step + sqrt((high2 - p2) ** 2 + (p1 - low1) ** 2)
    rounded = [Decimal(repr(round(100 * limit, 2))) for limit in (low, high)]
    return rounded[0], rounded[1]


def _wilson(successes: float, trials: float) -> tuple[float, float, float]:
    z = float(special.ndtri(0.975))
    p = successes / trials
    centre = p + z * z / (2 * trials)
    half = z * sqrt(p * (1 - p) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    return p, (centre - half) / scale, (centre + half) / scale


def _amount(
    pair: Pair, before: Point, after: Point, verdict: Verdict, cpi: Mapping[int, Decimal] | None
) -> Change:
    first, second = _numbers(before, after)
    more = _difference(first, second) | {"parts": parts.part_changes(pair.series, before, after)}
    reason = []
    if verdict is Verdict.NO_MATERIAL_CHANGE:
        reason.append(_below_threshold(pair, first, second))
    elif verdict in DECIDED:
        reason.append(_above_threshold(pair))
    text = _sentence(pair, first, second, verdict, nominal=True)
    if cpi is not None and pair.year_from in cpi and pair.year_to in cpi and first > 0:
        real = percent_change(first, second * cpi[pair.year_from] / cpi[pair.year_to])
        more["real_percent"] = real
        if real is not None:
            way = "więcej" if real > 0 else "mniej"
            shown = f"o {print_number(abs(real))}% {way}" if real else "tyle samo"
            text += f", a w cenach z {words.year(pair.year_from)} {shown}"
    else:
        reason.append("Kwoty są nominalne: nie uwzględniono zmiany cen.")
    return pair.result(
        verdict,
        _with_parts(pair, text, more["parts"], second - first),
        " ".join(reason),
        METHOD_AMOUNT,
        **more,
    )


# --- words shared by the kinds -------------------------------------------------------------------


def _sentence(
    pair: Pair,
    first: Decimal,
    second: Decimal,
    verdict: Verdict,
    *,
    nominal: bool = False,
    because: str = "",
) -> str:
    kind, subject = pair.series.kind, words.subject(pair.series.name)
    years = words.year(pair.year_from), words.year(pair.year_to)
    shown = words.quantity(kind, first), words.quantity(kind, second)
    difference = second - first
    if verdict in DECIDED:
        how_much = words.by_how_much(kind, difference, percent_change(first, second))
        verb = subject.verb("rise" if difference > 0 else "fall")
        ending = words.good_or_bad(pair.series.polarity, rising=difference > 0)
        nominally = " nominalnie" if nominal else ""
        return (
            f"{verb}{nominally} z {shown[0]} w {years[0]} do {shown[1]} w {years[1]} "
            f"({how_much}){ending}"
        )
    if difference == 0:
        return f"{subject.verb('same')}: w {years[0]} i w {years[1]} było {shown[0]}"
    size = f"o {words.distance(kind, difference)} {words.more_or_less(difference)}"
    if verdict is Verdict.NO_MATERIAL_CHANGE:
        nominally = " nominalnie" if nominal else ""
        return (
            f"{subject.verb('same')}{nominally} istotnie: {shown[0]} w {years[0]} "
            f"i {shown[1]} w {years[1]} ({size})"
        )
    start = f"{subject.verb('was')} {shown[0]} w {years[0]} i {shown[1]} w {years[1]}"
    if because:
        why = because[:1].lower() + because[1:]
        return f"{start} ({size}), ale nie wiadomo, czy to rzeczywista zmiana: {why}"
    if pair.series.sampled:
        return f"{start}; różnica ({size}) mieści się w błędzie próby"
    return (
        f"{start}; różnica ({size}) mieści się w granicach przypadku, więc nie wiadomo, "
        "czy coś się zmieniło"
    )


def _with_parts(pair: Pair, text: str, changes: tuple[PartChange, ...], difference: Decimal) -> str:
    against = [
        parts.moved(pair.series, part) for part in changes if parts.opposite(part, difference)
    ]
    if against:
        text = f"{text}, natomiast {' i '.join(against)}"
    return words.sentence(text)


def _below_threshold(pair: Pair, first: Decimal, second: Decimal) -> str:
    if first == second:
        return "Wartości są równe."
    return (
        f"Różnica nie sięga progu istotności ({_threshold(pair)}), ustalonego przed porównaniem; "
        "nie jest to dowód, że nic się nie zmieniło."
    )


def _above_threshold(pair: Pair) -> str:
    return (
        f"Różnica przekracza próg istotności ({_threshold(pair)}). To porównanie dwóch lat: "
        "mówi, o ile wartości się różnią, nie dokąd zmierzają."
    )


def _threshold(pair: Pair) -> str:
    series = pair.series
    text = f"{print_number(series.materiality_percent)}%"
    if series.materiality_units > 0:
        text += f" i {words.distance(series.kind, series.materiality_units)}"
    return text


def _is_stock(pair: Pair) -> bool:
    return pair.series.time_basis is TimeBasis.STOCK or pair.series.counted_unit in (
        CountedUnit.INSTITUTION,
        CountedUnit.PLACE,
    )


def _fraction(point: Point) -> str | None:
    if point.numerator is None or point.denominator is None:
        return None
    return f"{print_number(point.numerator)} z {print_number(point.denominator)}"


def _difference(first: Decimal, second: Decimal) -> dict[str, Any]:
    return {"difference": second - first, "percent": percent_change(first, second)}


def _numbers(before: Point, after: Point) -> tuple[Decimal, Decimal]:
    assert before.number is not None
    assert after.number is not None
    return before.number, after.number
