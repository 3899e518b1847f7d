"""Two counts: chance as a floor, the card's threshold, the same institutions, bounds for people."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from miernik.analysis import words
from miernik.analysis.compute import comparability, institutions, parts, rules, statements
from miernik.analysis.compute.pair import Pair
from miernik.analysis.compute.series import Change, InstitutionsChange, Point, Verdict
from miernik.kernel import chance
from miernik.kernel.numbers import print_interval, print_number
from miernik.kernel.quantities import CountedUnit, Status, TimeBasis

# Under this a test's p says something; counts in hundreds and thousands vary for reasons of
# administration, tens of times more than Poisson's noise, and get no p at all.
SMALL_COUNT = 200
# Rates on fewer events are unstable; pool three years.
RARE = 20

METHOD_SMALL = "dokładny test dwumianowy dwóch liczebności"
METHOD_LARGE = "próg istotności (test Poissona jako dolna granica)"
METHOD_INSTITUTIONS = "te same instytucje w obu latach i próg istotności"
METHOD_BOUNDS = "granice liczby osób, które mogą się powtarzać"


def compare(pair: Pair, before: Point, after: Point, verdict: Verdict) -> Change:
    """Put the verdict on two comparable counts into words, with what supports and weakens it."""
    return _bounded(pair, before, after) or _count(pair, before, after, verdict)


def _count(pair: Pair, before: Point, after: Point, verdict: Verdict) -> Change:
    first, second = statements.numbers(before, after)
    small = max(first, second) < SMALL_COUNT
    panel = institutions.like_for_like(before, after)
    verdict, weakened = _with_institutions(pair, verdict, first, second, panel)
    changes = parts.part_changes(pair.series, before, after)
    more = statements.difference_fields(first, second) | {"institutions": panel, "parts": changes}
    method = METHOD_LARGE
    if panel is not None:
        method = METHOD_INSTITUTIONS
        more["interval"] = institutions.total_interval(before, after)
    elif small:
        method = METHOD_SMALL
        more["p_value"] = chance.p_value(rules.whole(first), rules.whole(second))
        more["interval"] = chance.change_interval(rules.whole(first), rules.whole(second))
        more["interval_unit"] = "%"
    reason = weakened or _count_reason(
        pair, first, second, verdict, small=small, with_panel=panel is not None
    )
    if panel is not None:
        reason.append(_panel_reason(panel))
    sentence = weakened[0] if weakened else ""
    text = statements.sentence(pair, first, second, verdict, because=sentence)
    return pair.result(
        verdict,
        statements.with_parts(pair, text, changes, second - first),
        " ".join(reason),
        method,
        **more,
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
        said.append(statements.below_threshold(pair, first, second))
    elif verdict in statements.DECIDED:
        said.append(statements.above_threshold(pair))
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
    elif verdict in statements.DECIDED and not with_panel:
        said.append(
            "Dla liczb tej wielkości test istotności niczego nie rozstrzyga, dlatego go nie "
            "podajemy; bez danych z instytucji nie wiadomo, jak duże są zwykłe wahania."
        )
    return said


def _chance_reason(first: Decimal, second: Decimal) -> str:
    lower, higher = chance.smallest_detectable(rules.whole(first))
    limits = f"{print_number(higher)} lub więcej"
    if lower is not None:
        limits = f"{print_number(lower)} lub mniej albo {limits}"
    tested = ""
    if first != second:
        p = words.probability(chance.p_value(rules.whole(first), rules.whole(second)))
        tested = f" (dokładny test dwumianowy, {p})"
    return f"Z poziomu {print_number(first)} poza przypadek wykracza {limits}{tested}."


def _with_institutions(
    pair: Pair, verdict: Verdict, first: Decimal, second: Decimal, panel: InstitutionsChange | None
) -> tuple[Verdict, list[str]]:
    """Withdraw a rise or fall that the same institutions do not show."""
    if panel is None or verdict not in statements.DECIDED:
        return verdict, []
    if panel.same == 0:
        return Verdict.UNKNOWN, ["Żadna instytucja nie podała liczby w obu latach."]
    inside = panel.after - panel.before
    threshold = pair.series.materiality_percent * panel.before / 100
    if inside * (second - first) > 0 and abs(inside) >= threshold:
        return verdict, []
    verb = "mniej" if inside < 0 else "więcej"
    shown = (
        f"o {print_number(abs(inside))} {verb} ({words.out_of(print_number(panel.before))} "
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
        said.append(f"test znaków {words.probability(panel.sign_p)}")
    if panel.wilcoxon_p is not None:
        said.append(f"test Wilcoxona {words.probability(panel.wilcoxon_p)}")
    return "; ".join(said) + "."


def _bounded(pair: Pair, before: Point, after: Point) -> Change | None:
    """Compare counts of which one at least is known only within bounds; None when both are exact.

    A rise or a fall is said only where the bounds do not meet and their nearest ends differ by as
    much as two exact counts would have to.
    """
    first, second = (institutions.bounds(pair.series, point) for point in (before, after))
    if first is None or second is None or (first[0] == first[1] and second[0] == second[1]):
        return None
    low, high = second[0] - first[1], second[1] - first[0]
    verdict = Verdict.UNKNOWN
    if low > 0:
        verdict = _nearest(pair, first[1], second[0])
    elif high < 0:
        verdict = _nearest(pair, first[0], second[1])
    end = _ENDS.get(verdict, "nie wiadomo, czy to wzrost, czy spadek")
    if verdict is Verdict.UNKNOWN and (low > 0 or high < 0):
        end = "granice są zbyt blisko siebie, żeby mówić o zmianie"
    name = words.label(pair.series.name)
    text = (
        f"{name}: w {words.year(pair.year_from)} {print_interval(*first)}, "
        f"w {words.year(pair.year_to)} {print_interval(*second)}; {end}"
    )
    return pair.result(
        verdict,
        words.sentence(text),
        _BOUNDS_REASON,
        METHOD_BOUNDS,
        interval=(low, high),
        institutions=institutions.like_for_like(before, after),
    )


_ENDS = {Verdict.RISE: "na pewno wzrost", Verdict.FALL: "na pewno spadek"}
_BOUNDS_REASON = (
    "Te same osoby mogą być policzone w kilku instytucjach, a nie podano, ile ich jest; "
    "pewne są tylko granice: największa z instytucji i suma wszystkich."
)


def _nearest(pair: Pair, first: Decimal, second: Decimal) -> Verdict:
    """The verdict at the nearest ends of the bounds, UNKNOWN unless it is a rise or a fall."""
    points = tuple(
        Point(year, Status.VALUE, number)
        for year, number in ((pair.year_from, first), (pair.year_to, second))
    )
    panel, _ = comparability.panel(replace(pair.series, points=points, breaks=()), points[1])
    code = rules.judge(panel, panel.blocked, 0, 1).verdict[0]
    found = rules.VERDICTS[int(code)]
    return found if found in statements.DECIDED else Verdict.UNKNOWN


def _is_stock(pair: Pair) -> bool:
    return pair.series.time_basis is TimeBasis.STOCK or pair.series.counted_unit in (
        CountedUnit.INSTITUTION,
        CountedUnit.PLACE,
    )
