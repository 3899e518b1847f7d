"""A register in files is hostile until checked: every fault at once, nothing counted."""

from pathlib import Path

import pytest

from miernik.cases.statistics.compute import tabulate
from miernik.cases.statistics.errors import FaultyRegisterError
from miernik.cases.statistics.folder import LAYOUT, read_folder
from miernik.cases.statistics.sheets import LISTED

GOOD = {
    "persons.csv": "person_id,birth_date,sex,pesel\np1,1980-01-01,f,\np2,,,\n",
    "families.csv": "family_id,homeless\nf1,false\n",
    "memberships.csv": "family_id,person_id,from,to\nf1,p1,2010-01-01,\nf1,p2,,2016-05-05\n",
    "reasons.csv": "family_id,code,from,to\nf1,ubostwo,2010-01-01,\n",
    "grants.csv": (
        "grant_id,family_id,person_id,benefit,decision_date,from,to,status,amount_gr\n"
        "g1,f1,p1,zasilek_staly,2016-01-04,2016-01-01,2016-12-31,granted,60400\n"
    ),
    "population.csv": "year,population\n2016,1000\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in GOOD.items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    return tmp_path


def faults(folder: Path) -> list[str]:
    with pytest.raises(FaultyRegisterError) as caught:
        read_folder(folder, 2016)
    return [str(fault) for fault in caught.value.faults]


def add(folder: Path, name: str, *lines: str) -> None:
    with (folder / name).open("a", encoding="utf-8", newline="") as file:
        file.writelines(f"{line}\n" for line in lines)


def people(folder: Path) -> int:
    return tabulate(read_folder(folder, 2016), 2016).table1.persons_in_families


def test_a_good_register_is_read(folder: Path) -> None:
    assert people(folder) == 2


def test_every_fault_of_every_file_is_told_with_its_line(folder: Path) -> None:
    add(folder, "memberships.csv", "f9,p1,,", "f1,p9,2016-02-30,", "f1,p1,2016-02-02,2016-02-01")
    add(folder, "reasons.csv", "f1,nie_ma,,")
    add(folder, "grants.csv", "g1,f1,p1,,2016-13-01,,,dane,-5", ",f1,p1,,,,,granted,1.5")
    add(folder, "persons.csv", "p1,,,", ",,f,")
    add(folder, "families.csv", "f2,może")
    (folder / "population.csv").write_text("year,population\n2015,0\n")
    assert faults(folder) == [
        "families.csv, wiersz 3: homeless „może”: powinno być true albo false",
        "grants.csv, wiersz 3: amount_gr „-5”: powinna być liczba groszy, nieujemna i bez ułamka",
        "grants.csv, wiersz 3: decision_date „2016-13-01”: to nie jest data w postaci 2015-12-31",
        "grants.csv, wiersz 3: powtórzone grant_id; pierwszy raz w wierszu 2",
        "grants.csv, wiersz 3: status „dane”: powinno być granted, refused, revoked",
        "grants.csv, wiersz 4: amount_gr „1.5”: powinna być liczba groszy, nieujemna i bez ułamka",
        "grants.csv, wiersz 4: brak wartości grant_id",
        "memberships.csv, wiersz 4: family_id „f9” nie ma w pliku families.csv",
        "memberships.csv, wiersz 5: from „2016-02-30”: to nie jest data w postaci 2015-12-31",
        "memberships.csv, wiersz 5: person_id „p9” nie ma w pliku persons.csv",
        (
            "memberships.csv, wiersz 6: od 2016-02-02 do 2016-02-01: koniec jest wcześniejszy niż "
            "początek"
        ),
        "persons.csv, wiersz 4: powtórzone person_id; pierwszy raz w wierszu 2",
        "persons.csv, wiersz 5: brak wartości person_id",
        "population.csv: brak liczby mieszkańców na 31 grudnia 2016 r.",
        "population.csv, wiersz 2: population „0”: powinna być liczba mieszkańców, dodatnia",
        "reasons.csv, wiersz 3: code „nie_ma”: nie ma takiego powodu z art. 7",
    ]


@pytest.mark.parametrize("name", sorted(LAYOUT))
def test_a_missing_file_is_a_fault_of_its_own_and_hides_no_other(folder: Path, name: str) -> None:
    (folder / name).unlink()
    other = "reasons.csv" if name != "reasons.csv" else "grants.csv"
    (folder / other).write_text("a,b\n")
    found = faults(folder)
    assert f"{name}: brak pliku" in found
    assert any(fault.startswith(f"{other}, wiersz 1: brak kolumn") for fault in found)
    assert len(found) == 2


def test_a_missing_column_is_named(folder: Path) -> None:
    (folder / "families.csv").write_text("family_id\nf1\n")
    assert faults(folder) == ["families.csv, wiersz 1: brak kolumny: homeless"]


def test_semicolons_are_named(folder: Path) -> None:
    (folder / "families.csv").write_text("family_id;homeless\nf1;false\n")
    assert faults(folder) == [
        "families.csv, wiersz 1: pola rozdzielają średniki, a powinny przecinki"
    ]


def test_an_empty_file_and_a_missing_folder_are_named(folder: Path, tmp_path: Path) -> None:
    (folder / "reasons.csv").write_text("")
    assert faults(folder) == ["reasons.csv: plik jest pusty: brak nagłówka"]
    assert faults(tmp_path / "nic")[0].endswith("nie ma takiego folderu")


def test_windows_encoding_is_named_by_line(folder: Path) -> None:
    text = GOOD["persons.csv"].encode() + "p3,,ż,\np4,,,\n".encode("cp1250")
    (folder / "persons.csv").write_bytes(text)
    assert faults(folder) == [
        "persons.csv, wiersz 4: tekst nie jest w kodowaniu UTF-8 (zapisz plik jako CSV UTF-8)"
    ]


def test_a_row_with_too_few_or_too_many_fields_is_named(folder: Path) -> None:
    add(folder, "families.csv", "f2", "f3,true,nie", "f4,true")
    assert faults(folder) == [
        "families.csv, wiersz 3: 1 pole zamiast 2",
        "families.csv, wiersz 4: 3 pola zamiast 2",
    ]


def test_one_pesel_of_two_persons_would_count_one_person_twice(folder: Path) -> None:
    add(folder, "persons.csv", "p3,,,80010112345", "p4,,,80010112345")
    (fault,) = faults(folder)
    assert fault.startswith("persons.csv, wiersz 5: ten sam numer PESEL")


def test_repeated_rows_are_named(folder: Path) -> None:
    add(folder, "memberships.csv", "f1,p1,2010-01-01,")
    add(folder, "reasons.csv", "f1,ubostwo,2010-01-01,")
    assert faults(folder) == [
        "memberships.csv, wiersz 4: powtórzony wiersz; pierwszy raz w wierszu 2",
        "reasons.csv, wiersz 3: powtórzony wiersz; pierwszy raz w wierszu 2",
    ]


def test_blank_lines_byte_order_mark_and_windows_ends_of_lines_are_no_fault(folder: Path) -> None:
    text = "\ufeff" + GOOD["memberships.csv"].replace("\n", "\r\n") + "\r\nf1,p1,2001-01-01,zzz\r\n"
    (folder / "memberships.csv").write_bytes(text.encode())
    assert faults(folder) == [
        "memberships.csv, wiersz 5: to „zzz”: to nie jest data w postaci 2015-12-31"
    ]


def test_quoted_fields_keep_their_commas_and_lines(folder: Path) -> None:
    add(folder, "persons.csv", '"p,3","",f,', '"p', '4",,,', "p5,źle,,")
    assert faults(folder) == [
        "persons.csv, wiersz 7: birth_date „źle”: to nie jest data w postaci 2015-12-31"
    ]
    (folder / "persons.csv").write_text(GOOD["persons.csv"])
    add(folder, "persons.csv", '"p,3","",f,', '"p\n4",,,')
    assert people(folder) == 2


def test_a_quotation_mark_that_never_closes_is_named(folder: Path) -> None:
    add(folder, "persons.csv", '"p3,,,', "p4,,,")
    assert any("cudzysłów" in fault for fault in faults(folder))


def test_columns_may_stand_in_any_order_beside_others(folder: Path) -> None:
    (folder / "families.csv").write_text("homeless,nazwa,family_id\nfalse,Rodzina,f1\n")
    assert people(folder) == 2


def test_faults_by_the_thousand_are_counted_after_the_first_ones(folder: Path) -> None:
    add(folder, "memberships.csv", *(f"f1,x{n},," for n in range(LISTED + 7)))
    found = faults(folder)
    assert len(found) == LISTED + 1
    assert "memberships.csv: i jeszcze 7 błędów: nieznane person_id" in found


def test_a_text_that_quotes_control_letters_does_not_reach_the_terminal(folder: Path) -> None:
    add(folder, "reasons.csv", "f1,\x1b[31mczerwony,,")
    assert faults(folder) == [
        "reasons.csv, wiersz 3: code „·[31mczerwony”: nie ma takiego powodu z art. 7"
    ]
