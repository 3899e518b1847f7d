"""What an outsider can work out of the published tables: nothing that was hidden."""

from hypothesis import given
from hypothesis import strategies as st

from miernik.cases.statistics.compute import ReasonRow, Table1, Tabulation
from miernik.cases.statistics.mrips import Mrips, MripsRow, with_hidden
from miernik.cases.statistics.protection import COVERAGE, protected
from miernik.rules.reasons import ReasonCode

THRESHOLD = 5


@st.composite
def tabulations(draw: st.DrawFn) -> Tabulation:
    families = draw(st.integers(0, 30))
    persons = families + draw(st.integers(0, 20))
    rows: dict[ReasonCode, ReasonRow] = {}
    for code in ReasonCode:
        above = rows[code.head] if code.head else ReasonRow(code, families, persons)
        some = draw(st.integers(0, above.families))
        rows[code] = ReasonRow(code, some, draw(st.integers(some, max(some, above.persons))))
    granted = draw(st.integers(0, persons))
    return Tabulation(2017, Table1(1000, granted, families, persons), tuple(rows.values()))


@given(tabulations())
def test_no_small_group_is_shown_nor_left_over_nor_told_by_its_families_or_persons(
    found: Tabulation,
) -> None:
    hidden = protected(found, (), threshold=THRESHOLD)
    whole = {"families": found.table1.families, "persons": found.table1.persons_in_families}
    above = {"families": "table1.families", "persons": "table1.persons_in_families"}
    numbers = {
        (row.code, counted): getattr(row, counted) for row in found.table2 for counted in whole
    }
    for row in found.table2:
        names = [f"table2.{row.code}.{counted}" for counted in whole]
        assert len(hidden & set(names)) in (0, 2)
        for counted, name in zip(whole, names, strict=True):
            number = getattr(row, counted)
            if name in hidden:
                continue
            assert number == 0 or number >= THRESHOLD
            head = row.code.head
            outer = f"table2.{head}.{counted}" if head else above[counted]
            rest = (numbers[head, counted] if head else whole[counted]) - number
            assert outer in hidden or rest == 0 or rest >= THRESHOLD
    assert (COVERAGE in hidden) == ("table1.persons_in_families" in hidden)


@given(tabulations())
def test_zeros_are_shown_unless_their_row_has_somebody(found: Tabulation) -> None:
    hidden = protected(found, (), threshold=THRESHOLD)
    for row in found.table2:
        if row.families == row.persons == 0:
            assert f"table2.{row.code}.families" not in hidden


def test_the_export_hides_rows_and_what_they_leave_of_all_grants() -> None:
    rows = (
        MripsRow(3, 1, "ogółem", 30, 20, 40),
        MripsRow(3, 2, "pieniężne", 28, 18, 38),
        MripsRow(3, 3, "niepieniężne", 9, 7, 12),
        MripsRow(3, 6, "praca socjalna", None, 12, 20),
        MripsRow(3, 7, "wyłącznie", None, 3, 4),
        MripsRow(4, 2, "Sieroctwo", None, 4, 8),
    )
    hidden = frozenset({"table2.sieroctwo.families", "table2.sieroctwo.persons"})
    found = with_hidden(Mrips(2017, rows), hidden, threshold=THRESHOLD)
    assert {row.number for row in found.rows if row.section == 3 and row.hidden} == {2, 7}
    assert found.rows[-1].figures == ("", "#", "#")
