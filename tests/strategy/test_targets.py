"""Finding a unit by what people say or paste, and its siblings with the same phrase."""

from __future__ import annotations

import pytest

from miernik.strategy.models import UnitKind
from miernik.strategy.text.reading import Line, lines
from miernik.strategy.text.siblings import sibling_phrases
from miernik.strategy.text.stems import holds_phrase, stems
from miernik.strategy.text.targets import closest_lines, find_line
from tests.strategy import city_text

pytestmark = pytest.mark.django_db
ACTIONS = "2.1 / Realizacja zadania / "


@pytest.fixture
def draft() -> list[Line]:
    return lines(city_text.two_programmes()[1])


@pytest.mark.parametrize(
    ("spoken", "path"),
    [
        ("2.1, Realizacja zadania, pkt 5)", f"{ACTIONS}5)"),
        ("pkt 5 w 2.1", f"{ACTIONS}5)"),
        ("w punkcie 5 zadania 2.1.", f"{ACTIONS}5)"),
        ("2.1 Adresaci", "2.1 / Adresaci"),
        ("Cel zadania 2.1", "2.1 / Cel zadania"),
        ("2.1 pkt 1 lit. d", f"{ACTIONS}1) / d)"),
        ("2.1. Realizacja zadania, pkt 1) lit. b)", f"{ACTIONS}1) / b)"),
        ("2.1 wskaźnik 3", "2.1 / Wskaźniki / 3"),
        ("2.1, Wskaźniki, pkt 2", "2.1 / Wskaźniki / 2"),
        ("zadanie 2.1", "2.1"),
        ("2", "2"),
    ],
)
def test_a_unit_is_found_by_its_path_in_words(draft: list[Line], spoken: str, path: str) -> None:
    found = find_line(draft, spoken)
    assert found is not None
    assert found.path == path
    assert found.kind is not UnitKind.FIELD


@pytest.mark.parametrize(
    "spoken", ["2.1, Realizacja zadania, pkt 6)", "2.2 pkt 1", "2.1 pkt 2 lit. a", "pkt 5", ""]
)
def test_what_stands_nowhere_is_not_guessed(draft: list[Line], spoken: str) -> None:
    assert find_line(draft, spoken) is None


def test_every_printed_path_leads_back(draft: list[Line]) -> None:
    for line in draft:
        found = find_line(draft, line.path)
        assert found is not None
        assert found.path == line.path


def test_a_pasted_old_wording_finds_its_point_under_another_number(draft: list[Line]) -> None:
    quoted = (
        "5) współudział w realizacji projektów skierowanych na przeciwdziałanie wykluczeniu "
        "społecznemu;"
    )
    (best, *_) = closest_lines(draft, quoted)
    assert best[1].path == f"{ACTIONS}4)"
    assert best[0] == 77


def test_an_exact_quotation_scores_a_hundred_and_nonsense_nothing(draft: list[Line]) -> None:
    assert closest_lines(draft, city_text.OFFICES, limit=1)[0][0] == 100
    assert closest_lines(draft, "budowa parkingu przy stadionie") == []
    assert closest_lines(draft, "   ") == []


def test_an_added_group_of_people_is_missing_from_two_more_units(draft: list[Line]) -> None:
    heading = find_line(draft, "2.1")
    assert heading is not None
    longer = f"{heading.text} oraz osobom mającym trudność w samodzielnym utrzymaniu zatrudnienia"
    found = [line.path for line in sibling_phrases(draft, heading, longer)]
    assert found == ["2.1 / Adresaci", "2.1 / Cel zadania"]


def test_a_replaced_phrase_is_found_in_other_cases(draft: list[Line]) -> None:
    heading = find_line(draft, "2.1")
    assert heading is not None
    other = heading.text.replace("bezrobotnym i nieaktywnym zawodowo", "biernym zawodowo")
    found = [line.path for line in sibling_phrases(draft, heading, other)]
    assert found == ["2.1 / Adresaci", "2.1 / Cel zadania", f"{ACTIONS}1) / c)"]


def test_a_phrase_of_its_own_has_no_siblings(draft: list[Line]) -> None:
    point = find_line(draft, "2.1 pkt 1 lit. d")
    assert point is not None
    assert sibling_phrases(draft, point, point.text.replace("koordynacja działań", "praca")) == []


def test_endings_do_not_hide_a_phrase() -> None:
    useful = stems("prac społecznie użytecznych")
    assert holds_phrase(stems("wykonywały prace społecznie użyteczne"), useful)
    assert not holds_phrase(stems("prace użyteczne społecznie"), useful)
