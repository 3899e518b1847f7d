"""Verdicts and sentences on two years."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from miernik.analysis.compute.changes import change
from miernik.analysis.compute.series import Break, Change, Series, SubValue, Verdict
from miernik.analysis.errors import YearsOutOfOrderError
from miernik.kernel.quantities import (
    BreakType,
    CountedUnit,
    Kind,
    NoteKind,
    Polarity,
    Status,
    Territory,
    TimeBasis,
)
from tests.analysis.series import noted, pair, plain, point, series, yearly


def of(subject: Series) -> Change:
    return change(subject, 2017, 2019)


# --- counts --------------------------------------------------------------------------------------


def test_assistants_from_25_to_31_say_nothing_beyond_chance() -> None:
    found = of(pair(25, 31, name="Liczba asystentów rodzinnych"))
    assert found.verdict is Verdict.UNKNOWN
    assert found.difference == 6
    assert "wzrosła" not in found.sentence
    assert "mieści się w granicach przypadku" in found.sentence
    assert "p = 0,50" in plain(found.reason)


def test_a_stock_is_said_to_be_only_roughly_like_chance() -> None:
    found = of(pair(25, 21, time_basis=TimeBasis.STOCK, counted_unit=CountedUnit.INSTITUTION))
    assert "grubą dolną granicą" in found.reason


def test_a_difference_under_the_threshold_is_no_material_change() -> None:
    found = of(pair(364, 352))
    assert found.verdict is Verdict.NO_MATERIAL_CHANGE
    assert found.percent == Decimal("-3.3")
    assert "nie jest to dowód" in found.reason


@pytest.mark.parametrize(
    ("before", "after", "verdict", "percent"),
    [
        (507, 674, Verdict.RISE, "32.9"),
        (5887, 5198, Verdict.FALL, "-11.7"),
        (5170, 3998, Verdict.FALL, "-22.7"),
        (1251, 879, Verdict.FALL, "-29.7"),
        (3821, 4648, Verdict.RISE, "21.6"),
    ],
)
def test_large_counts_are_judged_by_materiality_and_print_no_p(
    before: int, after: int, verdict: Verdict, percent: str
) -> None:
    found = of(pair(before, after))
    assert found.verdict is verdict
    assert found.percent == Decimal(percent)
    assert found.p_value is None
    assert "p =" not in found.reason
    assert "trend" not in found.sentence + found.reason


def test_both_thresholds_of_the_card_must_be_reached() -> None:
    card: dict[str, Any] = {"materiality_percent": Decimal(5), "materiality_units": Decimal(400)}
    assert of(pair(5000, 5399, **card)).verdict is Verdict.NO_MATERIAL_CHANGE
    assert of(pair(5000, 5400, **card)).verdict is Verdict.RISE


def test_a_percentage_is_never_taken_from_zero() -> None:
    found = of(pair(0, 30))
    assert found.verdict is Verdict.RISE
    assert found.difference == 30
    assert found.percent is None
    assert "%" not in found.sentence


def test_zero_twice_is_a_value_and_no_change() -> None:
    found = of(pair(0, 0))
    assert found.verdict is Verdict.NO_MATERIAL_CHANGE
    assert found.comparable


def test_polarity_is_spoken_of_only_when_the_card_has_one() -> None:
    assert "korzystn" not in of(pair(507, 674)).sentence
    better = of(pair(507, 674, polarity=Polarity.HIGHER_IS_BETTER))
    assert "zmianą korzystną" in better.sentence
    worse = of(pair(507, 674, polarity=Polarity.LOWER_IS_BETTER))
    assert "zmianą niekorzystną" in worse.sentence


def test_the_sentence_reads_as_a_person_would_write_it() -> None:
    found = of(pair(507, 674, name="Liczba działań"))
    assert plain(found.sentence) == (
        "Liczba działań wzrosła z 507 w 2017 r. do 674 w 2019 r. (o 167, czyli o 32,9%)."
    )


# --- jumps ---------------------------------------------------------------------------------------


def test_the_jump_of_families_waits_for_a_decision() -> None:
    remark = "w tym 4 rodziny objęte wsparciem dwukrotnie"
    found = of(series(noted(2017, 2659, NoteKind.DUPLICATE_COUNT, remark), point(2019, 6361)))
    assert found.verdict is Verdict.NOT_COMPARABLE
    assert found.difference is None
    assert found.percent is None
    assert found.proposed_break is not None
    assert found.proposed_break.type is BreakType.UNEXPLAINED
    assert "396" in found.reason
    assert remark in found.reason
    assert found.comparable_years == (2019,)


@pytest.mark.parametrize(
    ("before", "after"),
    [(507, 674), (1251, 879), (5170, 3998), (3821, 4648), (61847, 50000), (25, 60), (0, 120)],
)
def test_ordinary_changes_are_no_jumps(before: int, after: int) -> None:
    assert of(pair(before, after)).proposed_break is None


def test_a_lost_remark_on_counting_lowers_what_is_asked_about() -> None:
    remark = "rodziny liczone dwukrotnie"
    with_remark = noted(2017, 3000, NoteKind.DUPLICATE_COUNT, remark)
    assert of(series(with_remark, point(2019, 5000))).proposed_break is not None
    assert of(pair(3000, 5000)).proposed_break is None


def test_a_jump_the_series_has_made_before_is_its_habit() -> None:
    swings = [3000, 6500, 3000, 6400]
    accepted = tuple(
        Break(2009 + i, 2010 + i, BreakType.UNEXPLAINED, "rejected", "tak bywa") for i in (1, 2)
    )
    assert change(yearly(*swings), 2012, 2013).proposed_break is not None
    assert change(yearly(*swings, breaks=accepted), 2012, 2013).proposed_break is None


def test_a_jump_between_the_two_years_stops_them_though_they_look_alike() -> None:
    found = change(yearly(3000, 9000, 3100), 2010, 2012)
    assert found.verdict is Verdict.NOT_COMPARABLE


def test_money_given_in_thousands_once_is_asked_about() -> None:
    found = of(pair("1129100", "1129.1", Kind.AMOUNT))
    assert found.verdict is Verdict.NOT_COMPARABLE
    assert "innej jednostce" in found.reason


# --- comparability -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "corrected", "stops"),
    [
        ("proposed", False, True),
        ("confirmed", False, True),
        ("error", False, True),
        ("error", True, False),
        ("rejected", False, False),
    ],
)
def test_a_recorded_break_stops_by_its_state(state: str, corrected: bool, stops: bool) -> None:
    item = Break(2017, 2019, BreakType.COUNTING_RULE, state, "Nowa ustawa", corrected)
    found = of(pair(1000, 1200, breaks=(item,)))
    assert (found.verdict is Verdict.NOT_COMPARABLE) is stops
    assert (found.difference is None) is stops
    assert found.stopped_by == (item if stops else None)


def test_a_break_outside_the_two_years_stops_nothing() -> None:
    item = Break(2015, 2016, BreakType.LAW, "confirmed", "Nowa ustawa")
    assert of(pair(1000, 1200, breaks=(item,))).verdict is Verdict.RISE


def test_an_accepted_jump_is_a_change() -> None:
    item = Break(2017, 2019, BreakType.UNEXPLAINED, "rejected", "Nowe zadanie gminy")
    assert of(pair(2659, 6361, breaks=(item,))).verdict is Verdict.RISE


def test_different_territories_do_not_compare() -> None:
    county = point(2019, 1200, territory=Territory.CITY_AND_COUNTY)
    found = of(series(point(2017, 1000), county))
    assert found.verdict is Verdict.NOT_COMPARABLE
    assert "miasto i powiat łącznie" in found.sentence


def test_different_kinds_do_not_compare() -> None:
    found = of(series(point(2017, 5), point(2019, printed="wysoki", kind=Kind.ORDINAL)))
    assert found.verdict is Verdict.NOT_COMPARABLE


def test_different_units_do_not_compare_but_thousands_of_zlotys_are_zlotys() -> None:
    families = series(point(2017, 500, unit="osoby"), point(2019, 700, unit="rodziny"))
    assert of(families).verdict is Verdict.NOT_COMPARABLE
    money = series(
        point(2017, 1000000, unit="tys. zł"), point(2019, 1500000, unit="zł"), kind=Kind.AMOUNT
    )
    assert of(money).verdict is Verdict.RISE


def test_another_counted_unit_on_one_side_does_not_compare() -> None:
    remark = "liczba osób w rodzinach korzystających ze świadczeń pomocy społecznej"
    found = of(series(noted(2017, 12473, NoteKind.COUNTED_UNIT, remark), point(2019, 6000)))
    assert found.verdict is Verdict.NOT_COMPARABLE
    assert remark in found.sentence


def test_the_same_counted_unit_in_other_words_compares() -> None:
    before = noted(2017, 12473, NoteKind.COUNTED_UNIT, "liczba osób w rodzinach objętych pomocą")
    after = noted(2019, 11000, NoteKind.COUNTED_UNIT, "ilość osób w rodzinach objętych pomocą")
    assert of(series(before, after)).verdict is Verdict.FALL


# --- nothing to compare --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (Status.NO_DATA, "nie ma danych"),
        (Status.NOT_SUBMITTED, "nie przekazano"),
        (Status.NOT_APPLICABLE, "nie dotyczy"),
        (Status.REFUSED, "odmówiono"),
        (Status.SUPPRESSED, "tajemnicą"),
    ],
)
def test_each_kind_of_nothing_has_its_own_words(status: Status, word: str) -> None:
    found = of(series(point(2017, 10), point(2019, status=status)))
    assert found.verdict is Verdict.TOO_LITTLE_DATA
    assert word in found.sentence
    assert "2019" in found.sentence
    assert "2017" not in found.sentence


def test_a_year_without_an_entry_is_named() -> None:
    found = of(series(point(2019, 10)))
    assert found.verdict is Verdict.TOO_LITTLE_DATA
    assert "za 2017 r. nie ma żadnego zapisu" in plain(found.sentence)


def test_a_remark_survives_an_empty_value() -> None:
    empty = point(2019, status=Status.NOT_APPLICABLE, notes=("projekt zakończono w 2013 r.",))
    assert "projekt zakończono w 2013 r" in of(series(point(2017, 3), empty)).reason


def test_the_later_year_cannot_come_first() -> None:
    with pytest.raises(YearsOutOfOrderError):
        change(pair(1, 2), 2019, 2017)


# --- parts ---------------------------------------------------------------------------------------


def test_a_part_against_its_total_is_said_in_the_same_sentence() -> None:
    before = SubValue("w tym 1921 objętych dożywianiem decyzją MOPR", Decimal(1921))
    after = SubValue("w tym 1713 objętych dożywianiem przez MOPR", Decimal(1713))
    found = of(
        series(point(2017, 3821, sub_values=(before,)), point(2019, 4648, sub_values=(after,)))
    )
    assert found.verdict is Verdict.RISE
    (part,) = found.parts
    assert part.verdict is Verdict.FALL
    assert part.percent == Decimal("-10.8")
    assert "natomiast część „objętych dożywianiem przez MOPR” spadła" in found.sentence


def test_a_part_named_once_is_not_compared() -> None:
    part = SubValue("objętych decyzją", Decimal(100))
    found = of(series(point(2017, 3821, sub_values=(part,)), point(2019, 4648)))
    assert found.parts[0].difference is None
    assert found.parts[0].verdict is Verdict.TOO_LITTLE_DATA


# --- percents and money --------------------------------------------------------------------------


def test_percents_differ_by_percentage_points_and_show_their_fractions() -> None:
    before = point(2017, "0.71", numerator=Decimal(71), denominator=Decimal(10000))
    after = point(2019, "0.90", numerator=Decimal(90), denominator=Decimal(10000))
    found = of(series(before, after, kind=Kind.PERCENT, name="Odsetek lokali"))
    assert found.difference == Decimal("0.19")
    assert found.percent is None
    assert found.interval is None
    assert "0,19 pkt proc." in plain(found.sentence)
    assert "71 z 10 000" in plain(found.reason)


def test_a_sample_gets_newcombe_s_interval() -> None:
    # Newcombe (1998), method 10, case (a): 56/70 − 48/80 gives 0.0524 to 0.3339.
    before = point(2017, 60, numerator=Decimal(48), denominator=Decimal(80))
    after = point(2019, 80, numerator=Decimal(56), denominator=Decimal(70))
    found = of(series(before, after, kind=Kind.PERCENT, sampled=True))
    assert found.interval == (Decimal("5.24"), Decimal("33.39"))
    assert found.verdict is Verdict.RISE


def test_a_sample_whose_interval_holds_zero_says_nothing() -> None:
    before = point(2017, 50, numerator=Decimal(10), denominator=Decimal(20))
    after = point(2019, 60, numerator=Decimal(12), denominator=Decimal(20))
    found = of(series(before, after, kind=Kind.PERCENT, sampled=True))
    assert found.verdict is Verdict.UNKNOWN


def test_money_is_said_to_be_nominal() -> None:
    found = of(pair("1129100", "1500000.50", Kind.AMOUNT, name="Kwota środków"))
    assert found.verdict is Verdict.RISE
    assert "wzrosła nominalnie z 1 129 100 zł" in plain(found.sentence)
    assert "1 500 000,50 zł" in plain(found.sentence)
    assert "nominalne" in found.reason


def test_prices_are_taken_out_when_an_index_is_given() -> None:
    # 1000 zł at prices of 100 are 1100 zł at 110: nothing changed in real terms.
    cpi = {2017: Decimal(100), 2019: Decimal(110)}
    found = change(pair(1000, 1100, Kind.AMOUNT), 2017, 2019, cpi=cpi)
    assert found.real_percent == 0
    assert "w cenach z 2017 r. tyle samo" in plain(found.sentence)
