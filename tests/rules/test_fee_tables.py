"""Fee tables written by people: the example, and what is refused."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from miernik.rules.fee_tables import fee_table_from, load_fee_table
from miernik.rules.law import LawError
from tests.rules.test_fees import LIPNICA

EXAMPLE = Path(__file__).parents[2] / "examples" / "oplaty" / "uslugi-opiekuncze.yaml"


def test_the_example_reads_as_the_published_table() -> None:
    assert load_fee_table(EXAMPLE) == LIPNICA


def document(**changed: Any) -> dict[str, Any]:
    return {**yaml.safe_load(EXAMPLE.read_text(encoding="utf-8")), **changed}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"uwaga": "x"}, "nieznane pola: uwaga"),
        ({"hourly": "dużo"}, "hourly: „dużo” nie jest liczbą"),
        ({"hourly": "19.875"}, "ma części grosza"),
        ({"single": "brak"}, "„single” ma być listą przedziałów"),
        ({"single": [{"upto": 100, "share": 0}]}, r"single\[0\] ma mieć pola above"),
        (
            {
                "single": [
                    {"above": 0, "upto": 100, "share": 0},
                    {"above": 101, "upto": 140, "share": 12},
                    {"above": 140, "share": 100},
                ]
            },
            "luka: nie ma opłaty dla dochodu powyżej 100% do 101%",
        ),
    ],
)
def test_a_faulty_table_is_refused_in_polish(changed: dict[str, Any], sentence: str) -> None:
    with pytest.raises(LawError, match=sentence):
        fee_table_from(document(**changed))


def test_a_broken_file_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "tabela.yaml"
    path.write_text("single: [", encoding="utf-8")
    with pytest.raises(LawError, match=r"tabela\.yaml: zapis YAML jest uszkodzony"):
        load_fee_table(path)
