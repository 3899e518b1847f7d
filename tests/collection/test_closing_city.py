"""The city's value by the card's rule, worked out by hand; no store, no request."""

from dataclasses import replace
from decimal import Decimal

import pytest

from miernik.collection.asked import AskedIndicator
from miernik.collection.closing.city import city_value
from miernik.collection.closing.given import Given
from miernik.collection.closing.people import CountedTogether, agreeing
from miernik.collection.closing.wording import completeness, part_key
from miernik.collection.content import AnswerContent, AnswerNote, Entry
from miernik.kernel.quantities import Aggregation, CountedUnit, Kind, NoteKind, Status, Territory
from miernik.observations.services import ValueContent

CARD = AskedIndicator("u", "srps", "Strategia", "Cel", "A.1.1", "Zadanie", "Wskaźnik", Kind.COUNT)
PEOPLE = replace(CARD, counted_unit=CountedUnit.PERSON, persons_may_overlap=True)
SILENT = AnswerContent(Status.NOT_SUBMITTED)


def given(*contents: AnswerContent) -> list[Given]:
    """Institutions A, B, C …"""
    return [
        Given(place, chr(64 + place), content, (), {}) for place, content in enumerate(contents, 1)
    ]


def count(number: int | str, *parts: tuple[str, int]) -> AnswerContent:
    notes = tuple(AnswerNote(NoteKind.SUB_VALUE, text, Decimal(n)) for text, n in parts)
    status = Status.VALUE if Decimal(number) else Status.TRUE_ZERO
    return AnswerContent(status, Decimal(number), notes=notes)


def share(numerator: int | None, denominator: int | None, number: str) -> AnswerContent:
    above = None if numerator is None else Decimal(numerator)
    below = None if denominator is None else Decimal(denominator)
    return AnswerContent(Status.VALUE, Decimal(number), numerator=above, denominator=below)


def made(
    card: AskedIndicator, *contents: AnswerContent, together: CountedTogether | None = None
) -> ValueContent:
    return city_value(card, given(*contents), together, threshold=5).content


def texts(value: ValueContent) -> list[str]:
    return [note.text for note in value.notes]


@pytest.mark.parametrize(
    ("method", "expected"),
    [(Aggregation.SUM, 90), (Aggregation.MAXIMUM, 50), (Aggregation.AVERAGE, 30)],
)
def test_numbers_follow_the_rule_on_the_card(method: Aggregation, expected: int) -> None:
    card = replace(CARD, over_institutions=method)
    assert made(card, count(10), count(30), count(50)).number == expected


def test_zeros_of_everybody_are_a_true_zero() -> None:
    value = made(CARD, count(0), count(0))
    assert [value.status, value.number, value.printed] == [Status.TRUE_ZERO, 0, "0"]


@pytest.mark.parametrize("method", [Aggregation.NONE, Aggregation.LAST])
def test_what_the_card_does_not_add_up_is_not_added_up(method: Aggregation) -> None:
    value = made(replace(CARD, over_institutions=method), count(10), count(30))
    assert (value.status, value.number, value.printed) == (
        Status.NOT_APPLICABLE, None, "nie sumuje się",
    )  # fmt: skip
    assert texts(value) == [
        f"wartości instytucji nie łączy się w jedną (reguła na karcie: {method.label})"
    ]


def test_the_only_asked_institution_s_word_is_the_city_s() -> None:
    answer = replace(count(10), notes=(AnswerNote(NoteKind.AS_OF, "stan na 31 grudnia"),))
    value = made(replace(CARD, over_institutions=Aggregation.NONE), answer)
    assert [value.number, texts(value)] == [10, ["stan na 31 grudnia"]]
    ordinal = replace(CARD, kind=Kind.ORDINAL, over_institutions=Aggregation.DISTRIBUTION)
    assert made(ordinal, AnswerContent(Status.VALUE, entries=(Entry("wysoki"),))).printed == (
        "wysoki"
    )


def test_shares_without_numerators_make_no_share_of_the_city() -> None:
    card = replace(CARD, kind=Kind.PERCENT, over_institutions=Aggregation.RATIO)
    value = made(card, share(1, 4, "25"), share(None, None, "75"))
    assert (value.status, value.number) == (Status.NO_DATA, None)
    assert texts(value) == [
        "odsetka dla miasta nie można policzyć: bez licznika i mianownika jest 1 instytucja"
    ]
    # the near miss: both have them, 1 of 4 and 3 of 4 are 4 of 8
    assert made(card, share(1, 4, "25"), share(3, 4, "75")).number == 50


def test_persons_of_one_filled_institution_are_a_number() -> None:
    value = made(PEOPLE, count(40), count(0))
    assert [value.number, value.lower] == [40, None]


def test_persons_counted_each_once_make_the_bounds_narrower() -> None:
    # A and B have 30 and 20, together 35 different; C has 10: at least 35, at most 45
    together = CountedTogether(frozenset("AB"), Decimal(35), Decimal(35))
    value = made(PEOPLE, count(30), count(20), count(10), together=together)
    assert [value.number, value.lower, value.upper] == [None, 35, 45]
    assert "osoby z 2 instytucji policzono po pseudonimach, każdą raz" in texts(value)


def test_all_persons_counted_each_once_are_a_number() -> None:
    together = CountedTogether(frozenset("AB"), Decimal(35), Decimal(35))
    value = made(PEOPLE, count(30), count(20), together=together)
    assert [value.number, value.lower] == [35, None]


def test_a_count_of_pseudonyms_that_no_longer_agrees_with_the_answers_is_left_out() -> None:
    together = CountedTogether(frozenset("AB"), Decimal(35), Decimal(35))
    numbers = {"A": Decimal(30), "B": Decimal(20)}
    assert agreeing(together, numbers, given(count(30), count(20))) is together
    assert agreeing(together, numbers, given(count(30), count(21))) is None
    assert agreeing(together, numbers, given(count(30), SILENT)) is None


def test_families_without_the_mark_of_overlap_are_added() -> None:
    card = replace(PEOPLE, counted_unit=CountedUnit.FAMILY, persons_may_overlap=False)
    assert made(card, count(30), count(20)).number == 50


def test_parts_worded_alike_are_summed_and_told_how_many_gave_them() -> None:
    value = made(
        CARD,
        count(10, ("w tym 4 objętych decyzją MOPR", 4)),
        count(20, ("W tym  6 objętych decyzją MOPR", 6)),
        count(5),
    )
    assert [(note.kind, note.text, note.number) for note in value.notes] == [
        (NoteKind.SUB_VALUE, "w tym 10 objętych decyzją MOPR", 10),
        (NoteKind.EXPLANATION, "część „objętych decyzją MOPR”: podało 2 z 3 instytucji", None),
    ]


def test_remarks_of_single_institutions_are_not_copied() -> None:
    answer = replace(count(10), notes=(AnswerNote(NoteKind.EXPLANATION, "remont szkoły"),))
    assert texts(made(CARD, answer, count(20))) == []


def test_wordings_of_a_part_meet_without_lead_and_number() -> None:
    assert (
        part_key("w tym 1 921 objętych decyzją")
        == part_key("Objętych  decyzją")
        == ("objętych decyzją")
    )
    assert part_key("w tym 18 osób") != part_key("w tym 18 rodzin")


def test_descriptions_stand_one_after_another_with_their_institutions() -> None:
    card = replace(CARD, kind=Kind.TEXT)
    one, other = (AnswerContent(Status.VALUE, text=text) for text in ("Piknik.", "Warsztaty."))
    assert made(card, one, other).text == "A: Piknik.\nB: Warsztaty."
    assert made(card, *[one] * 6).text == "opisy 6 instytucji są przy ich wartościach"


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ((Status.NOT_APPLICABLE, Status.NOT_APPLICABLE), Status.NOT_APPLICABLE),
        ((Status.NOT_SUBMITTED, Status.NOT_SUBMITTED), Status.NOT_SUBMITTED),
        ((Status.NOT_APPLICABLE, Status.NOT_SUBMITTED), Status.NO_DATA),
    ],
)
def test_nothing_of_one_kind_stays_of_that_kind(
    statuses: tuple[Status, ...], expected: Status
) -> None:
    assert made(CARD, *map(AnswerContent, statuses)).status is expected


def test_silent_institutions_are_named_up_to_five_and_counted_beyond() -> None:
    assert completeness(given(count(1), *[SILENT] * 5)) == (
        "dane z 1 z 6 instytucji; milczą: B, C, D, E, F"
    )
    assert completeness(given(count(1), *[SILENT] * 6)) == (
        "dane z 1 z 7 instytucji; milczy: 6 instytucji"
    )
    assert completeness(given(count(1), count(2))) == ""


def test_money_of_the_city_and_the_county_keeps_its_territory() -> None:
    card = replace(CARD, kind=Kind.AMOUNT, territory=Territory.CITY_AND_COUNTY)
    value = made(card, count("1000.50"), count(2000))
    assert (value.territory, value.printed) == (Territory.CITY_AND_COUNTY, "3\xa0000,5\xa0zł")


def test_a_sensitive_number_of_few_people_is_hidden_and_says_why() -> None:
    card = replace(CARD, sensitive=True)
    hidden = made(card, count(1), count(3, ("w tym 2 kobiety", 2)))
    assert (hidden.status, hidden.number, hidden.printed) == (Status.SUPPRESSED, None, "#")
    assert texts(hidden) == ["wartość ukryto, bo dotyczy małej grupy osób"]
    # the near misses: five people, and four of something that is not sensitive
    assert made(card, count(2), count(3)).number == 5
    assert made(CARD, count(1), count(3)).number == 4


def test_a_sensitive_lower_bound_of_few_people_hides_both() -> None:
    card = replace(PEOPLE, sensitive=True)
    assert made(card, count(3), count(2), count(2)).status is Status.SUPPRESSED
    assert made(card, count(5), count(2)).lower == 5


def test_a_sensitive_part_that_tells_of_few_is_left_out() -> None:
    card = replace(CARD, sensitive=True)
    # 3 of 40 are few, and so is what 38 leave of 40
    for part in (3, 38):
        value = made(card, count(30, (f"w tym {part} kobiety", part)), count(10))
        assert value.number == 40
        assert not any(note.kind is NoteKind.SUB_VALUE for note in value.notes)
        assert "część wartości ukryto, bo dotyczy małej grupy osób" in texts(value)
    kept = made(card, count(30, ("w tym 20 kobiet", 20)), count(10))
    assert texts(kept)[0] == "w tym 20 kobiet"


def test_a_small_sensitive_row_takes_another_with_it() -> None:
    card = replace(CARD, kind=Kind.BREAKDOWN, sensitive=True)
    rows = (Entry("wzrok", Decimal(3)), Entry("słuch", Decimal(20)), Entry("ruch", Decimal(30)))
    answer = AnswerContent(Status.VALUE, Decimal(53), entries=rows)
    nothing = AnswerContent(Status.TRUE_ZERO, Decimal(0))
    value = made(card, answer, nothing)
    assert value.printed == "wzrok – #\nsłuch – #\nruch – 30"
    assert value.number == 53
