"""CSV against its schema, and text that no spreadsheet takes for a formula."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miernik.kernel.tables import csv_bytes, faults, guarded, unguarded

SCHEMA = {
    "fields": [
        {"name": "kod", "type": "string", "constraints": {"required": True, "pattern": "[A-Z]+"}},
        {"name": "opis", "type": "string"},
        {"name": "rok", "type": "year", "constraints": {"required": True}},
        {"name": "wartosc", "type": "number"},
        {"name": "jest", "type": "boolean"},
    ],
    "primaryKey": ["kod", "rok"],
}
ROW = {"kod": "A", "opis": "x", "rok": 2017, "wartosc": "-1.5", "jest": True}


def test_good_rows_have_no_faults() -> None:
    assert faults(SCHEMA, csv_bytes(SCHEMA, [ROW, ROW | {"rok": 2018, "wartosc": None}])) == []


@pytest.mark.parametrize(
    "wrong", [{"kod": ""}, {"kod": "a"}, {"rok": "17"}, {"wartosc": "1,5"}, {"jest": "tak"}]
)
def test_each_broken_rule_is_named_with_its_row(wrong: dict[str, object]) -> None:
    (fault,) = faults(SCHEMA, csv_bytes(SCHEMA, [ROW | wrong]))
    assert fault.startswith(f"Wiersz 2, pole {next(iter(wrong))}")


def test_repeated_key_and_foreign_header_are_faults() -> None:
    assert "powtarza klucz A, 2017" in faults(SCHEMA, csv_bytes(SCHEMA, [ROW, ROW]))[0]
    assert faults(SCHEMA, b"a,b\r\n") == ["Nagłówek nie zgadza się ze schematem."]


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "'=1"])
def test_formula_is_marked_and_comes_back(text: str) -> None:
    row = ROW | {"opis": text}
    content = csv_bytes(SCHEMA, [row])
    (_, line) = list(csv.reader(io.StringIO(content.decode(), newline="")))
    assert line[1] == f"'{text}"
    assert unguarded(line[1]) == text
    assert faults(SCHEMA, content) == []


def test_negative_number_is_not_marked() -> None:
    assert b",-1.5," in csv_bytes(SCHEMA, [ROW])


@given(st.text())
def test_guarding_can_always_be_undone_and_never_leaves_a_formula(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))
