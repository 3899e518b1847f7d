"""A family as JSON: the documented examples, what is refused and how."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from miernik.rules.assessment import assess
from miernik.rules.benefits import Benefit
from miernik.rules.case_document import CaseError, case_from_json
from miernik.rules.incomes import IncomeKind
from miernik.rules.reasons import ReasonCode

DOCUMENT = Path(__file__).parents[2] / "docs" / "przypadek.md"


def documented() -> list[Any]:
    text = DOCUMENT.read_text(encoding="utf-8")
    return [
        json.loads(block, parse_float=Decimal)
        for block in re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    ]


def test_the_full_documented_case_comes_to_the_income_the_page_says() -> None:
    case = case_from_json(documented()[1])
    assert case.on is not None
    found = assess(case.family, case.on)
    # 700 - 20 - 60 + 215,84 + 1,5 × 459 = 1524,34; 3 × 823 = 2469
    assert (found.income_gr, found.criterion_gr) == (152_434, 246_900)
    permanent = found.entitlements[0]
    # own 835,84 is not below 823: no zasiłek stały
    assert (permanent.benefit, permanent.member, permanent.entitled) == (
        Benefit.PERMANENT,
        "anna",
        False,
    )


def test_the_shortest_documented_case_is_a_family_of_two() -> None:
    case = case_from_json(documented()[0])
    first, second = case.family.members
    assert (first.label, first.unable_to_work, second.incomes) == ("Osoba 1", True, ())
    assert (first.incomes[0].kind, first.incomes[0].amount_gr) == (IncomeKind.OTHER, 30_000)
    assert case.on is None


def test_the_page_names_every_kind_of_income_and_no_other() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("Rodzaje przychodów:"))
    named = re.findall(r"`([a-z_]+)`", line.split("Które się")[0])
    assert set(named) == set(IncomeKind)
    assert set(re.findall(r"`(bez[a-z]+|dlugo[a-z_]+)`", text)) <= set(ReasonCode)


def test_amounts_are_exact_however_they_are_written() -> None:
    for amount in (Decimal("1250.10"), "1250.10", "1250,10", 1250.1):
        case = case_from_json({"members": [{"income": amount}]})
        assert case.family.members[0].incomes[0].amount_gr == 125_010


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ([], "Przypadek: potrzebny jest obiekt JSON"),
        ({}, "Przypadek: brakuje listy „members”"),
        ({"members": []}, "members: lista jest pusta"),
        ({"members": {}}, "members: potrzebna jest lista"),
        ({"members": [{}], "pesel": "1"}, "pesel: nieznane pole"),
        ({"members": [{}, {"dochod": 1}]}, r"members\[1\].dochod: nieznane pole"),
        ({"members": [{"income": -1}]}, r"members\[0\].income: „-1” nie jest liczbą od 0"),
        ({"members": [{"income": "dużo"}]}, r"members\[0\].income: „dużo” nie jest liczbą"),
        ({"members": [{"income": "NaN"}]}, r"members\[0\].income: „NaN” nie jest liczbą"),
        ({"members": [{"income": True}]}, r"members\[0\].income: to nie jest liczba"),
        ({"members": [{"income": "0.001"}]}, r"members\[0\].income: kwota „0.001” ma części"),
        ({"members": [{"unable_to_work": 1}]}, r"unable_to_work: potrzebne jest true albo"),
        ({"members": [{"birth_date": "1.5.1980"}]}, r"birth_date: „1.5.1980” nie jest dniem"),
        ({"members": [{"key": "a"}, {"key": "a"}]}, r"members\[1\].key: oznaczenie „a” już było"),
        ({"members": [{"incomes": [{"amount": 1}]}]}, r"incomes\[0\]: brakuje pola „kind”"),
        ({"members": [{"incomes": [{"kind": "praca"}]}]}, r"incomes\[0\]: brakuje pola „amount”"),
        (
            {"members": [{"incomes": [{"kind": "pensja", "amount": 1}]}]},
            r"incomes\[0\].kind: nie znam „pensja”, znane są: praca",
        ),
        (
            {
                "members": [
                    {
                        "incomes": [
                            {
                                "kind": "praca",
                                "amount": 1,
                                "since": "2025-02-01",
                                "until": "2025-01-01",
                            }
                        ]
                    }
                ]
            },
            r"incomes\[0\].until: okres kończy się przed początkiem",
        ),
        ({"members": [{}], "reasons": ["bieda"]}, r"reasons\[0\]: nie znam „bieda”"),
        ({"members": [{}], "on": "jutro"}, "on: „jutro” nie jest dniem"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence_with_its_place(document: Any, sentence: str) -> None:
    with pytest.raises(CaseError, match=sentence):
        case_from_json(document)
