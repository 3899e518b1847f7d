"""The synthetic register counts, by a counting of its own, to what the city's programme prints."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from stdnum.pl import pesel

from miernik.cases.exchange.synthetic import BIALYSTOK_2015, UnreachableSizesError, generate
from miernik.cases.exchange.synthetic.sizes import choose, persons_in
from miernik.web.cli import main
from tests.cases import counting

#: The codes of the layout for the rows of Tabela Nr 2 in order; "w tym" rows by their own names.
CODES = (
    "ubostwo sieroctwo bezdomnosc ochrona_macierzynstwa ochrona_macierzynstwa.wielodzietnosc "
    "bezrobocie niepelnosprawnosc dlugotrwala_choroba przemoc_w_rodzinie bezradnosc "
    "bezradnosc.rodziny_niepelne bezradnosc.rodziny_wielodzietne alkoholizm narkomania "
    "zwolnienie_z_zakladu_karnego integracja_cudzoziemcow zdarzenie_losowe"
).split()


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> dict[str, counting.Rows]:
    folder = tmp_path_factory.mktemp("register")
    assert main(["register", "synthetic", "--out", str(folder)]) == 0
    return counting.read(folder)


def test_the_register_counts_to_the_tables_printed_in_the_programme(
    city: dict[str, counting.Rows], seeds: Path
) -> None:
    text = (seeds / "000_ccd55b1515c2da4f.txt").read_text(encoding="utf-8")
    printed = re.search(r"^2015 (283 229) (11 894) (8 876) (16 695) 5,9$", text, re.M)
    assert printed, "Tabela Nr 1 is not where it was"
    population, granted, families, persons = (
        int(group.replace(" ", "")) for group in printed.groups()
    )
    table2 = text[text.index("1. Ubóstwo") : text.index("Wśród osób i rodzin korzystających")]
    number = r"(\d{1,3}(?: \d{3})*)"
    # "6 238 11 616": families fill what thousands leave; the persons are the last number
    rows = [
        tuple(int(group.replace(" ", "")) for group in found.groups())
        for line in table2.splitlines()
        if (found := re.search(rf"\D {number} {number} ?$", line))
    ]
    assert len(rows) == len(CODES)
    first, second = counting.tables(city, 2015)
    assert first == {
        "population": population,
        "persons_granted": granted,
        "families": families,
        "persons_in_families": persons,
    }
    assert second == dict(zip(CODES, rows, strict=True))


def test_noise_stands_beside_what_counts(city: dict[str, counting.Rows]) -> None:
    year = "2015-01-01", "2015-12-31"
    of_year = [grant for grant in city["grants"] if counting.overlaps(grant, year)]
    left_out = Counter(grant["status"] for grant in of_year if not counting.counts(grant))
    paid_and_revoked = [g for g in of_year if g["status"] == "revoked" and counting.counts(g)]
    families = {grant["family_id"] for grant in of_year if counting.counts(grant)}
    refused_only = {grant["family_id"] for grant in of_year} - families
    by_family = Counter(row["family_id"] for row in city["memberships"])
    persons = Counter(row["person_id"] for row in city["memberships"])
    pairs = Counter((row["family_id"], row["person_id"]) for row in city["memberships"])
    assert left_out["refused"] > 100
    assert left_out["revoked"] > 100
    assert len(paid_and_revoked) > 100
    assert len(refused_only) > 100
    assert sum(number > 1 for number in persons.values()) >= 40  # split families and returns
    assert sum(number > 1 for number in pairs.values()) > 10
    assert max(by_family.values()) >= 8
    assert any(not counting.overlaps(row, year) for row in city["memberships"])
    assert any(not counting.overlaps(row, year) for row in city["reasons"])


def test_every_row_leads_to_rows_that_are_there(city: dict[str, counting.Rows]) -> None:
    persons = [row["person_id"] for row in city["persons"]]
    families = [row["family_id"] for row in city["families"]]
    assert len(persons) == len(set(persons))
    assert len(families) == len(set(families))
    for name in ("memberships", "reasons", "grants"):
        assert {row["family_id"] for row in city[name]} <= set(families)
    for name in ("memberships", "grants"):
        assert {row["person_id"] for row in city[name]} <= set(persons)
    for name in ("memberships", "reasons", "grants"):
        assert [row for row in city[name] if row["to"] and row["to"] < row["from"]] == []
    keys = Counter((row["family_id"], row["code"], row["from"]) for row in city["reasons"])
    assert max(keys.values()) == 1


def test_years_around_have_sizes_of_the_same_city(city: dict[str, counting.Rows]) -> None:
    for year in (2014, 2016, 2017):
        first, second = counting.tables(city, year)
        assert 0.6 * 8876 < first["families"] < 1.2 * 8876
        assert first["families"] < first["persons_in_families"]
        assert set(second) >= set(CODES) - {"sieroctwo", "zdarzenie_losowe", "narkomania"}


def test_every_family_of_the_year_has_a_reason(city: dict[str, counting.Rows]) -> None:
    with_reason = {row["family_id"] for row in city["reasons"]}
    year = "2015-01-01", "2015-12-31"
    assert {
        grant["family_id"]
        for grant in city["grants"]
        if counting.counts(grant) and counting.overlaps(grant, year)
    } <= with_reason


@pytest.mark.parametrize(
    ("families", "year", "seed"), [(8876, 2016, 7), (3000, 2020, 1), (250, 2015, 3)]
)
def test_other_cities_and_years_are_as_exact(
    tmp_path: Path, families: int, year: int, seed: int
) -> None:
    from dataclasses import replace

    targets = replace(BIALYSTOK_2015.scaled(families), year=year)
    generate(targets, seed=seed).write(tmp_path)
    first, second = counting.tables(counting.read(tmp_path), year)
    assert first["persons_granted"] == targets.persons_granted
    assert (first["families"], first["persons_in_families"]) == (
        targets.families,
        targets.persons_in_families,
    )
    assert second == {code.value: row for code, row in targets.rows.items()}


def test_numbers_are_well_formed_and_nobody_can_have_them() -> None:
    register = generate(BIALYSTOK_2015.scaled(2000), extended=True, pesel=True)
    columns = register.columns["persons"]
    people = [dict(zip(columns, row, strict=True)) for row in register.rows["persons"]]
    numbers = [person["pesel"] for person in people]
    assert len(set(numbers)) == len(numbers)
    for person in people:
        assert pesel.is_valid(person["pesel"])
        born, told = date.fromisoformat(person["birth_date"]), pesel.get_birth_date(person["pesel"])
        assert told.year // 100 == 22
        assert (told.year % 100, told.month, told.day) == (born.year % 100, born.month, born.day)
        assert pesel.get_gender(person["pesel"]).lower() == person["sex"]
    assert len({person["last_name"] for person in people}) > 200


def test_without_the_wish_no_row_names_anybody(city: dict[str, counting.Rows]) -> None:
    assert {row["pesel"] for row in city["persons"]} == {""}
    assert set(city["persons"][0]) == {"person_id", "birth_date", "sex", "pesel"}


def test_the_same_seed_gives_the_same_files_in_any_process(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "miernik", "register", "synthetic", "--families", "1000"]
    for number in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": number, "PYTHONPATH": "src"}
        subprocess.run(
            [*command, "--extended", "--pesel", "--out", str(tmp_path / number)],
            env=environment, check=True, capture_output=True,
        )  # fmt: skip
    for file in (tmp_path / "1").iterdir():
        assert file.read_bytes() == (tmp_path / "2" / file.name).read_bytes()


def test_wishes_no_register_can_meet_are_told(tmp_path: Path) -> None:
    with pytest.raises(UnreachableSizesError, match="Nie ma rejestru o takich liczbach"):
        choose((0, 3, 3), 4, 9, "ubostwo")
    for wish in (["--families", "0"], ["--year", "1"]):
        assert main(["register", "synthetic", "--out", str(tmp_path), *wish]) == 2
    assert list(tmp_path.iterdir()) == []
    chosen = choose((0, 3, 3), 4, 7, "ubostwo")
    assert (sum(chosen), persons_in(chosen)) == (4, 7)
