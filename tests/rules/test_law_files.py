"""Faulty files of the law are refused, each fault with its file and line, all at once."""

from pathlib import Path

import pytest

from miernik.rules.loader import LawFilesError, load_law

GOOD = """\
kryterium:
  label: Kryterium
  unit: zł/mies.
  act: ustawa
  article: art. 8
  values:
    - since: 2004-05-01
      until: 2006-10-01
      value: 461
      journal: Dz.U. 2004 nr 64 poz. 593
      source: https://api.sejm.gov.pl/eli/acts/DU/2004/593
      verified: act
    - since: 2006-10-01
      value: 477.50
      journal: Dz.U. 2006 nr 135 poz. 950
      source: strona ośrodka
      verified: page
"""


def faults(tmp_path: Path, text: str, name: str = "criteria.yaml") -> list[str]:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(LawFilesError) as caught:
        load_law(tmp_path)
    return list(caught.value.faults)


def test_a_good_file_is_read_to_the_grosz(tmp_path: Path) -> None:
    (tmp_path / "criteria.yaml").write_text(GOOD, encoding="utf-8")
    found = load_law(tmp_path).parameters["kryterium"]
    assert [(str(item.value), str(item.since)) for item in found] == [
        ("461", "2004-05-01"),
        ("955/2", "2006-10-01"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("until: 2006-10-01", "until: 2006-09-30", 13, "nie ma wartości od 2006-09-30 do"),
        ("until: 2006-10-01", "until: 2006-10-02", 13, "zachodzą na siebie"),
        ("      until: 2006-10-01\n", "", 12, "poprzednia nie ma końca"),
        ("until: 2006-10-01", "until: 2004-05-01", 8, "kończy się, zanim się zaczyna"),
        ("      source: strona ośrodka\n", "", 13, "brakuje pola „source”"),
        ("source: strona ośrodka", 'source: ""', 16, "pole „source” jest puste"),
        ("journal: Dz.U. 2006", "journl: Dz.U. 2006", 15, "nieznane pole „journl”"),
        ("  article: art. 8", "  artcle: art. 8", 5, "nieznane pole „artcle”"),
        ("unit: zł/mies.", "unit: EUR", 3, "nieznana jednostka „EUR”"),
        ("value: 477.50", "value: 477.505", 14, "części grosza"),
        ("value: 477.50", "value: -477", 14, "nie jest liczbą nieujemną"),
        ("value: 477.50", "value: 4.7e2", 14, "nie jest liczbą nieujemną"),
        ("value: 477.50", "value: [1, 2]", 14, "jedna wartość"),
        ("value: 477.50", "value: =inny", 13, "wskazuje nieznany parametr „inny”"),
        ("value: 477.50", "value: =kryterium", 13, "sam wskazuje inny"),
        ("since: 2006-10-01", "since: 2006-13-01", 13, "nie jest dniem"),
        ("verified: page", "verified: maybe", 17, "nieznany sposób sprawdzenia „maybe”"),
        ("verified: page", "verified: page\n      value: 478", 18, "dwa razy pole „value”"),
        ("  label: Kryterium\n", "", 2, "brakuje pola „label”"),
    ],
)
def test_a_fault_is_named_with_file_and_line(
    tmp_path: Path, old: str, new: str, line: int, what: str
) -> None:
    assert old in GOOD
    found = faults(tmp_path, GOOD.replace(old, new))
    assert any(
        fault.startswith(f"criteria.yaml, wiersz {line}: ") and what in fault for fault in found
    ), found


def test_all_faults_of_all_files_come_at_once_in_order(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD.replace("unit: zł/mies.", "unit: EUR"), encoding="utf-8")
    text = GOOD.replace("value: 461", "value: x").replace("verified: page", "verified: guess")
    found = faults(tmp_path, text.replace("kryterium:", "inne:"), "b.yaml")
    assert [fault.split(":")[0] for fault in found] == [
        "a.yaml, wiersz 3",
        "b.yaml, wiersz 9",
        "b.yaml, wiersz 17",
    ]


def test_a_parameter_stands_in_one_place_only(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD, encoding="utf-8")
    assert faults(tmp_path, GOOD, "b.yaml") == [
        "b.yaml, wiersz 1: parametr „kryterium” już jest: a.yaml, wiersz 1."
    ]


def test_broken_yaml_and_other_shapes_are_refused_by_line(tmp_path: Path) -> None:
    assert faults(tmp_path, "kryterium:\n  label: [")[0].startswith("criteria.yaml, wiersz ")
    assert "zbiorem parametrów" in faults(tmp_path, "- kryterium\n")[0]
    assert "ma być zbiorem pól" in faults(tmp_path, "kryterium: 5\n")[0]
    assert (
        "nie ma listy wartości"
        in faults(tmp_path, GOOD[: GOOD.index("  values")] + "  values: 5\n")[0]
    )


def test_an_empty_folder_has_no_law(tmp_path: Path) -> None:
    with pytest.raises(LawFilesError, match="nie ma plików"):
        load_law(tmp_path)


SWITCH = """\
zaokraglenie:
  label: Zaokrąglenie
  unit: przełącznik
  act: ustawa
  article: art. 106
  options: [once, daily_rate]
  values:
    - since: 2004-05-01
      value: once
      journal: Dz.U. 2004 nr 64 poz. 593
      source: nie odczytano
      verified: unverified
"""


def test_a_switch_knows_its_words(tmp_path: Path) -> None:
    assert (
        "może być: once, daily_rate" in faults(tmp_path, SWITCH.replace("e: once", "e: twice"))[0]
    )
    without = SWITCH.replace("  options: [once, daily_rate]\n", "")
    assert "„options” należy do przełącznika" in faults(tmp_path, without)[0]


def test_a_value_follows_another_parameter_period_by_period(tmp_path: Path) -> None:
    cap = """\
granica:
  label: Granica
  unit: zł/mies.
  act: ustawa
  article: art. 38
  values:
    - since: 2005-01-01
      value: =kryterium
      journal: Dz.U.
      source: s
      verified: act
"""
    (tmp_path / "criteria.yaml").write_text(GOOD + cap, encoding="utf-8")
    found = load_law(tmp_path).parameters["granica"]
    assert [(str(item.since), str(item.until), str(item.value)) for item in found] == [
        ("2005-01-01", "2006-10-01", "461"),
        ("2006-10-01", "None", "955/2"),
    ]
    early = faults(tmp_path, GOOD + cap.replace("2005-01-01", "2004-01-01"))
    assert early == [
        "criteria.yaml, wiersz 24: „kryterium” nie ma wartości w całym okresie „granica”."
    ]
