"""Published and derived calculations come out to the grosz, and the command says so."""

from pathlib import Path

import pytest

from miernik.rules.loader import law
from miernik.rules.worked_examples import ExamplesError, check, read_examples
from miernik.web.cli import main

HEADER = "id,rule,date,inputs,expected,unit,kind,url,note\n"


def file(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "examples.csv"
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def test_every_worked_example_comes_out_to_the_grosz(shared: Path) -> None:
    outcomes = check(read_examples(shared / "law" / "worked_examples.csv"), law())
    assert len(outcomes) == 120
    assert [item for item in outcomes if not item.passed] == []


#: Examples of our own: the arithmetic stands in the last field.
OWN = """\
O1,staly,2024-06-01,"{""n"": 2, ""household_income"": 400.01, ""own_income"": 0}",580,PLN,,,
O2,staly,2012-09-30,"{""n"": 1, ""household_income"": 0, ""own_income"": 0}",444.00,PLN,,,477 capped
O3,staly_base,2025-01-01,"{""single"": true}",1313.00,PLN,,,1.3 x 1010
O4,staly_base,2023-12-31,"{""single"": true}",776.00,PLN,,,100 %
O5,okresowy_min,2006-01-01,"{""n"": 1, ""household_income"": 61}",140.00,PLN,,,0.35 x 400
O6,okresowy_max,2012-10-01,"{""n"": 1, ""household_income"": 200}",342.00,PLN,,,542 - 200 under 418
O7,gap,2025-01-01,"{""n"": 4, ""household_income"": 5000}",0.00,PLN,,,4 x 823 = 3292 is less
O8,criterion_pct,2012-10-01,"{""pct"": 1.111, ""single"": true}",602.16,PLN,,,602.162
O9,base_pct,2025-01-01,"{""pct"": 0.3}",619.80,PLN,,,0.3 x 2066
O10,pct_of,2013-01-01,"{""base"": 8.93, ""pct"": 0.35}",3.13,PLN,,,3.1255 rounds half up
O11,proportional,2020-01-01,"{""remainder"": 100, ""persons"": 3}",33.33,PLN,,,33.333
O12,indexation,2025-01-01,"{""old"":719,""d_single"":1,""d_family"":0,""kind"":""half""}",720,PLN,,,
O13,sum_reasons,2015-12-31,"{""distinct_families"": 3, ""sum_over_reasons"": 8}",2.67,ratio,,,2.666
"""


def test_examples_of_our_own_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "check", str(file(tmp_path, *OWN.splitlines()))]) == 0
    assert capsys.readouterr().out == "13 passed, 0 failed\n"


def test_a_failure_shows_both_amounts_and_an_unknown_rule_is_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = file(
        tmp_path,
        'A,gap,2025-01-01,"{""n"": 1, ""household_income"": 0.1}",1009.91,PLN,,,',
        'B,gap,2025-01-01,"{""n"": 1, ""household_income"": 0.1}",1009.90,PLN,,,',
        'C,wymyslona,2025-01-01,"{}",1,PLN,,,',
        'D,gap,2004-04-30,"{""n"": 1, ""household_income"": 0}",461,PLN,,,',
        'E,gap,2025-01-01,"{""n"": 1}",1010,PLN,,,',
        'F,gap,2025-01-01,"{""n"": 0, ""household_income"": 0}",0,PLN,,,',
        'G,gap,2025-01-01,"{""n"": 1, ""household_income"": ""zero""}",1010,PLN,,,',
        'H,pct_of,2025-01-01,"{""base"": NaN, ""pct"": 1}",1010,PLN,,,',
    )
    assert main(["rules", "check", str(path)]) == 1
    lines = capsys.readouterr().out.replace("\u00a0", " ").splitlines()
    assert lines[0] == "A gap: oczekiwano 1 009,91 zł, obliczono 1 009,90 zł"
    assert (
        lines[1] == "C wymyslona: oczekiwano 1,00 zł, nie obliczono (nie znam reguły „wymyslona”)"
    )
    assert "znane są od 01.05.2004" in lines[2]
    assert "Brakuje danej „household_income”" in lines[3]
    assert "„n” ma być liczbą całkowitą, co najmniej 1" in lines[4]
    assert "nie jest liczbą" in lines[5]
    assert "nie jest liczbą" in lines[6]
    assert lines[-1] == "1 passed, 7 failed"


def test_a_bad_file_is_refused_with_every_line_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = file(
        tmp_path,
        'A,gap,01.01.2025,"{}",1,PLN,,,',
        'B,gap,2025-01-01,"{",1,PLN,,,',
        "C,gap,2025-01-01,[],1,PLN,,,",
        'D,gap,2025-01-01,"{}",jeden,PLN,,,',
        'E,gap,2025-01-01,"{}",1,PLN,,,,,za dużo',
        ',,2025-01-01,"{}",1e999999,PLN,,,',
    )
    assert main(["rules", "check", str(path)]) == 2
    errors = capsys.readouterr().err.splitlines()
    assert [line.split(":")[0] for line in errors] == [
        f"examples.csv, wiersz {number}" for number in (2, 3, 4, 5, 6, 7, 7, 7)
    ]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"id,rule\nA,gap\n", "brakuje kolumn: date, inputs, expected, unit"),
        (HEADER.encode(), "nie ma ani jednego przykładu"),
        (b"", "brakuje kolumn"),
        (b"\xff\xfe\x00id", "nie jest plik CSV w kodowaniu UTF-8"),
        (HEADER.encode() + b'A,gap,2025-01-01,"{}"x,1,PLN,,,\n', "zapis CSV jest uszkodzony"),
        (
            HEADER.encode() + b'A,gap,2025-01-01,"{},1,PLN,,,\nB,gap,2025-01-01,{},1,PLN,,,\n',
            r"examples.csv, wiersz 2: zapis CSV jest uszkodzony \(cudzysłów nie jest zamknięty",
        ),
        (
            HEADER.encode() + b'A,gap,2025-01-01,"{""n"": 1, ""n"": 2}",1,PLN,,,\n',
            "wiersz 2: w polu „inputs” klucz „n” stoi dwa razy",
        ),
    ],
)
def test_what_is_no_file_of_examples_is_refused(tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "examples.csv"
    path.write_bytes(content)
    with pytest.raises(ExamplesError, match=what):
        read_examples(path)


def test_a_strange_separator_in_a_note_does_not_end_the_row(tmp_path: Path) -> None:
    row = 'A,gap,2025-01-01,"{""n"": 1, ""household_income"": 0}",1010,PLN,,,a\u2028b\x0cc'
    assert len(read_examples(file(tmp_path, row))) == 1


def test_a_missing_file_is_one_polish_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rules", "check", str(tmp_path / "none.csv")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
