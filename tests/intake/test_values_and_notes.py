"""Values, notes and lists of names as Polish reports print them."""

from decimal import Decimal

import pytest

from miernik.intake.draft import DraftIndicator, FieldSource
from miernik.intake.recognise.joining import join
from miernik.intake.recognise.names import split_names
from miernik.intake.recognise.notes import Remark, read_note, tie
from miernik.intake.recognise.values import read_value
from miernik.intake.rows import Fragment, Place
from miernik.intake.vocabulary import starting_vocabulary
from miernik.kernel.quantities import Kind, NoteKind, Status

VOCABULARY = starting_vocabulary()


def fragments(*lines: str) -> list[Fragment]:
    return [Fragment(line, Place(number, number)) for number, line in enumerate(lines, start=1)]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("placówki opiekuńczo-", "wychowawcze"), "placówki opiekuńczo-wychowawcze"),
        (("opiekuńczo –", "wychowawcze"), "opiekuńczo – wychowawcze"),
        (("w latach 2004-", "2013."), "w latach 2004-2013."),
        (("minimalny/wysoki/", "wystarczający"), "minimalny/wysoki/wystarczający"),
        (("społeczno- ", "i kulturalne"), "społeczno- i kulturalne"),
    ],
)
def test_lines_are_joined_as_a_reader_joins_them(lines: tuple[str, ...], text: str) -> None:
    assert join(fragments(*lines)) == text


@pytest.mark.parametrize(
    ("name", "raw", "kind", "status", "number", "unit", "source"),
    [
        ("Liczba rodzin", "22 351", Kind.COUNT, Status.VALUE, "22351", None, None),
        ("Liczba rodzin", "0*", Kind.COUNT, Status.TRUE_ZERO, "0", None, None),
        ("Liczba osób (osoby)", "1 135", Kind.COUNT, Status.VALUE, "1135", "osoby", "name"),
        ("Wysokość środków (tys. zł)", "12.028,7 tys. zł*", Kind.AMOUNT, Status.VALUE,
         "12028700", "tys. zł", "value"),
        ("Wysokość środków (tys. zł)", "48,5", Kind.AMOUNT, Status.VALUE, "48500", "tys. zł",
         "name"),
        ("Wysokość dofinansowania", "1 096 145", Kind.AMOUNT, Status.VALUE, "1096145", None, None),
        ("Ilość lokali x 100% ogólna ilość lokali", "0,71", Kind.PERCENT, Status.VALUE, "0.71",
         "%", "name"),
        ("Efekt pomocy", "Brak danych", Kind.MISSING, Status.NO_DATA, None, None, None),
        ("Liczba osób", "nie dotyczy", Kind.MISSING, Status.NOT_APPLICABLE, None, None, None),
        ("Liczba osób", "", Kind.MISSING, Status.NOT_SUBMITTED, None, None, None),
        ("Stopień zadowolenia", "Średni", Kind.ORDINAL, Status.VALUE, None, None, None),
        ("Miejsca aktywizacji", "Dom kultury, teren gminy", Kind.TEXT, Status.VALUE, None, None,
         None),
        ("Koszt wsparcia", "Wydział: 107.407 zł-środki gminy", Kind.AMOUNT, Status.VALUE,
         "107407", "zł", "value"),
        ("Liczba form", "129 w tym m. in. - wykłady; - narady", Kind.COUNT, Status.VALUE, "129",
         None, None),
    ],
)  # fmt: skip
def test_kinds_of_values(
    name: str,
    raw: str,
    kind: Kind,
    status: Status,
    number: str | None,
    unit: str | None,
    source: str | None,
) -> None:
    reading = read_value(name, raw, VOCABULARY.words)
    assert (reading.kind, reading.status) == (kind, status)
    assert reading.number == (None if number is None else Decimal(number))
    assert (reading.unit, reading.unit_source) == (unit, source)


def test_an_ambiguous_number_is_a_doubt_and_not_a_guess() -> None:
    reading = read_value("Liczba osób", "1.129", VOCABULARY.words)
    assert reading.number is None
    assert "dwa sposoby" in reading.doubts[0]


@pytest.mark.parametrize("raw", ["-", "–", "brak", "nie realizowano"])
def test_a_nothing_that_can_mean_three_things_is_a_doubt(raw: str) -> None:
    reading = read_value("Liczba osób", raw, VOCABULARY.words)
    assert reading.kind is Kind.MISSING
    assert "nie dotyczy" in reading.doubts[0]


def test_levels_of_an_answer_are_kept_in_order() -> None:
    reading = read_value("Stopień", "minimalny/wysoki/wystarczający", VOCABULARY.words)
    assert [entry["level"] for entry in reading.entries] == [
        "minimalny",
        "wysoki",
        "wystarczający",
    ]


def test_a_breakdown_differs_from_a_list_with_numbers_in_it() -> None:
    parts = read_value(
        "Bezrobotni",
        "wg przyczyn: - wzrok – 40 osób; - słuch – 2 osoby; - inne - 1 osoba",
        VOCABULARY.words,
    )
    assert parts.kind is Kind.BREAKDOWN
    assert [entry["number"] for entry in parts.entries] == [40, 2, 1]
    helped = read_value(
        "Rodzaje pomocy",
        "1. turnusy – 519 osobom udzielono pomocy; 2. sprzęt – 24 osobom udzielono pomocy;",
        VOCABULARY.words,
    )
    assert helped.kind is Kind.LIST
    assert len(helped.entries) == 2


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("*w tym 4 rodziny objęte wsparciem dwukrotnie", NoteKind.DUPLICATE_COUNT, 4),
        ("* w tym 1921 objętych dożywianiem", NoteKind.SUB_VALUE, 1921),
        ("w tym 874 osób bezrobotnych i 146 osób poszukujących", NoteKind.SUB_VALUE, None),
        ("* ilość osób w rodzinach objętych pomocą", NoteKind.COUNTED_UNIT, None),
        ("* kwoty dotyczą miasta i powiatu", NoteKind.TERRITORY, None),
        ("dane wg stanu na 31.12.2020 r.", NoteKind.AS_OF, None),
        ("w tym osoby wykonujące prace społeczne", NoteKind.DEFINITION, None),
        ("* projekt zakończono", NoteKind.EXPLANATION, None),
    ],
)
def test_kinds_of_notes(text: str, kind: NoteKind, number: int | None) -> None:
    note = read_note(text)
    assert (note.kind, note.number) == (kind, number)
    assert not note.text.startswith("*")


def _indicators(*values: str) -> list[DraftIndicator]:
    return [DraftIndicator("Liczba", value, Kind.COUNT) for value in values]


def _remark(row: int, text: str) -> Remark:
    return Remark(row, text, read_note(text), FieldSource(Place(1, 1), text))


def test_a_star_ties_a_remark_to_the_starred_value_of_another_row() -> None:
    indicators = _indicators("128", "2*", "43")
    tie([_remark(0, "* zadania zlecone")], indicators)
    assert [indicator.footnote for indicator in indicators] == [None, "zadania zlecone", None]


def test_a_remark_without_a_star_belongs_to_the_value_beside_it() -> None:
    indicators = _indicators("5", "1*")
    tie([_remark(0, "Obsługę zapewnia ośrodek")], indicators)
    assert indicators[0].footnote == "Obsługę zapewnia ośrodek"
    assert indicators[1].footnote is None


def test_a_star_without_a_starred_value_is_a_doubt() -> None:
    doubts = tie([_remark(0, "* bez powiatu")], _indicators("5"))
    assert "nie ma wartości z gwiazdką" in doubts[0][0]


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (
            ("Urząd Miejski", "(Departament", "Spraw, Departament", "Edukacji) żłobki,", "szkoły"),
            ["Urząd Miejski (Departament Spraw, Departament Edukacji)", "żłobki", "szkoły"],
        ),
        (
            ("Urząd Miejski", "Departament Spraw", "Społecznych", "Departament", "Edukacji"),
            ["Urząd Miejski Departament Spraw Społecznych", "Departament Edukacji"],
        ),
        (
            ("Placówki oświatowe,", "kulturalne", "Organizacje", "Pozarządowe", "CWOP"),
            ["Placówki oświatowe, kulturalne", "Organizacje Pozarządowe", "CWOP"],
        ),
        (
            ("Urząd Gminy,", "Referat Oświaty,", "GOPS"),
            ["Urząd Gminy", "Referat Oświaty", "GOPS"],
        ),
        (("MOPR", "Powiatowy Urząd", "Pracy w Łomży"), ["MOPR", "Powiatowy Urząd Pracy w Łomży"]),
        (
            ("Pracownia Badań i", "Analiz przy CKU", "Wydział Socjologii", "UwB"),
            ["Pracownia Badań i Analiz przy CKU", "Wydział Socjologii UwB"],
        ),
    ],
)
def test_implementers_are_parted_with_and_without_commas(
    lines: tuple[str, ...], names: list[str]
) -> None:
    found = split_names(fragments(*lines), VOCABULARY.implementers, VOCABULARY.words)
    assert found == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Budżet Miasta Prywatni sponsorzy", ["Budżet Miasta", "Prywatni sponsorzy"]),
        (
            "budżet państwa EFS Fundusz Pracy Europejski Fundusz Społeczny",
            ["budżet państwa", "EFS", "Fundusz Pracy", "Europejski Fundusz Społeczny"],
        ),
        (
            "Budżet gminy Środki pozabudżetowe, m.in. środki EFS i innych funduszy",
            ["Budżet gminy", "Środki pozabudżetowe, m.in. środki EFS i innych funduszy"],
        ),
        ("Sponsorzy, środki pozabudżetowe", ["Sponsorzy", "środki pozabudżetowe"]),
        (
            "Budżet państwa (MSWA, MEN) Budżet Miasta",
            ["Budżet państwa (MSWA, MEN)", "Budżet Miasta"],
        ),
    ],
)
def test_sources_of_money_are_parted(text: str, names: list[str]) -> None:
    assert split_names(fragments(text), VOCABULARY.funding, VOCABULARY.words) == names
