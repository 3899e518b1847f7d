"""Examples counted apart from the program: the acts' amounts by date and exact fractions.

``acceptance_examples.csv`` was written by a separate reckoning that shares no code with the rules:
the dated amounts of art. 8, 37, 38, 92 and 147 and the bands of Dz.U. 2023 poz. 395, exact
fractions, each result rounded once, halves up. Its days are those on which an amount or a formula
changed, the day before and the day after; its incomes lie at the criterion, a grosz either side of
it, and anywhere between.
"""

import datetime as dt
import json
from fractions import Fraction
from pathlib import Path

import pytest

from miernik.kernel.dates import day_written
from miernik.rules.assessment import assess
from miernik.rules.case_document import case_from_json
from miernik.rules.law import LawError
from miernik.rules.loader import law
from miernik.rules.worked_examples import RULES, check, read_examples
from miernik.web.cli import main

FILE = Path(__file__).with_name("acceptance_examples.csv")
HEADER = "id,rule,date,inputs,expected,unit\n"


def test_examples_reckoned_apart_come_out_to_the_grosz() -> None:
    examples = read_examples(FILE)
    # no example of the whole-surplus maximum was published to take its form from
    assert {example.rule for example in examples} == set(RULES) - {"dps_family_max_whole"}
    failed = [outcome for outcome in check(examples, law()) if not outcome.passed]
    assert failed == []


def outcome(tmp_path: Path, rule: str, inputs: dict[str, object]) -> tuple[Fraction | None, str]:
    path = tmp_path / "one.csv"
    quoted = json.dumps(inputs).replace('"', '""')
    path.write_text(f'{HEADER}X,{rule},2025-01-01,"{quoted}",0,PLN\n', encoding="utf-8")
    [found] = check(read_examples(path), law())
    return found.computed, found.why


def test_who_keeps_house_alone_needs_no_own_income(tmp_path: Path) -> None:
    # 1313 - 100.50
    assert outcome(tmp_path, "staly", {"n": 1, "household_income": 100.5})[0] == Fraction("1212.5")
    found, why = outcome(tmp_path, "staly", {"n": 2, "household_income": 100.5})
    assert found is None
    assert "own_income" in why


@pytest.mark.parametrize("written", ["100.50", "100,50", " 100.5 "])
def test_a_number_may_be_written_as_text(tmp_path: Path, written: str) -> None:
    given = {"n": 1, "household_income": written}
    assert outcome(tmp_path, "staly", given)[0] == Fraction("1212.5")


@pytest.mark.parametrize("written", ["", "sto", "1e3", "1 000", "NaN", "1/2"])
def test_other_text_is_no_number(tmp_path: Path, written: str) -> None:
    assert outcome(tmp_path, "staly", {"n": 1, "household_income": written})[0] is None


def test_a_month_has_no_more_days_of_benefit_than_days(tmp_path: Path) -> None:
    found, why = outcome(tmp_path, "partial", {"monthly": 100, "days": 32, "month_days": 31})
    assert found is None
    assert "days" in why


@pytest.mark.parametrize("text", ["20250101", "2025-W01-1", "2025-1-1", "01.01.2025"])
def test_a_day_has_one_form_everywhere(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match=text):
        day_written(text)
    arguments = ["population", "nothing.parquet", "--on", text, "--out", "other.parquet"]
    assert main(arguments) == 2
    assert "RRRR-MM-DD" in capsys.readouterr().err


def test_the_first_day_of_the_calendar_is_before_the_act() -> None:
    case = case_from_json({"members": [{}]})
    with pytest.raises(LawError, match=r"od 01\.05\.2004"):
        assess(case.family, dt.date(1, 1, 1))


def test_a_result_that_cannot_be_written_names_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {"household_id": [1], "income_gr": [0], "unable_to_work": [True]}
    pq.write_table(pa.table(columns), tmp_path / "in.parquet")
    out = tmp_path / "missing" / "out.parquet"
    arguments = ["population", str(tmp_path / "in.parquet"), "--on", "2025-01-01"]
    assert main([*arguments, "--out", str(out)]) == 2
    assert str(out) in capsys.readouterr().err
