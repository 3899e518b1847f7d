"""The law as it comes with the program, against the table of sources and against itself."""

import csv
import datetime as dt
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from miernik.rules.formulas.indexation import deviations
from miernik.rules.law import LawError
from miernik.rules.loader import Verified, law

DAY = dt.timedelta(days=1)

#: Rows of the table that say several things at once, and the parameters that say them.
SPLIT = {
    "usamodzielnienie_pct": {
        "usamodzielnienie_pct_dps_ponad_3": "4",
        "usamodzielnienie_pct_dps_2_3": "2",
        "usamodzielnienie_pct_dps_1_2": "1",
        "usamodzielnienie_pct_poprawczy_ponad_3": "3",
        "usamodzielnienie_pct_poprawczy_2_3": "2",
        "usamodzielnienie_pct_poprawczy_1_2": "1",
    },
    "zagospodarowanie_max": {"zagospodarowanie_max": "3"},
    "ipi_udzial_4+": {"ipi_udzial_4": "0.5"},
    "ipi_limit": {
        "ipi_okres_mies": "12",
        "ipi_wniosek_dni": "60",
        "ipi_przeglad_mies": "3",
        "ipi_kontakty_w_mies": "2",
        "ipi_wyplata_dzien": "15",
    },
    "wynagrodzenie_opiekuna_max": {"wynagrodzenie_opiekuna_max": "0.1"},
    "dps_nieobecnosc_dni": {"dps_nieobecnosc_dni": "21", "dps_nieobecnosc_dni_maloletni": "70"},
    "schronisko_max": {"schronisko_max": "0.3", "schronisko_max_uslugi": "0.5"},
    "spec_uslugi_psych <=100%": {"spec_uslugi_sg_1": "0", "spec_uslugi_rodz_1": "0"},
    "spec_uslugi_psych 100-220%": {"spec_uslugi_sg_2": "0.015", "spec_uslugi_rodz_2": "0.035"},
    "spec_uslugi_psych 220-250%": {"spec_uslugi_sg_3": "0.1", "spec_uslugi_rodz_3": "0.15"},
    "spec_uslugi_psych 250-300%": {"spec_uslugi_sg_4": "0.15", "spec_uslugi_rodz_4": "0.25"},
    "spec_uslugi_psych 300-400%": {"spec_uslugi_sg_5": "0.3", "spec_uslugi_rodz_5": "0.45"},
    "spec_uslugi_psych 400-500%": {"spec_uslugi_sg_6": "0.5", "spec_uslugi_rodz_6": "0.65"},
    "spec_uslugi_psych 500-600%": {"spec_uslugi_sg_7": "0.75", "spec_uslugi_rodz_7": "0.85"},
    "spec_uslugi_psych >600%": {"spec_uslugi_sg_8": "1", "spec_uslugi_rodz_8": "1"},
    "wywiad_aktualizacja": {
        "wywiad_aktualizacja_mies": "6",
        "wywiad_aktualizacja_dps_mies": "12",
    },
    "wywiad_dni": {"wywiad_dni": "14", "wywiad_pilny_dni": "2"},
    "decyzja_dni": {"decyzja_dni": "30", "decyzja_szczegolna_dni": "60"},
    "usl_opiek_pilne_dni": {"usl_opiek_pilne_dni": "10"},
    "zawieszenie_staly_dni": {"zawieszenie_staly_dni": "60", "zawieszenie_staly_lata": "3"},
    "okresowy_po_zatrudnieniu": {
        "okresowy_po_zatrudnieniu_mies": "2",
        "okresowy_po_zatrudnieniu_co_lata": "2",
    },
    "retencja_lata": {"retencja_lata": "10", "retencja_odmowa_lata": "1"},
    "przedawnienie": {"przedawnienie_lata": "3", "brak_decyzji_po_latach": "10"},
    "asystent_ocena": {"asystent_ocena_mies": "6"},
}
WORDED = {
    "uchwala_podwyzszenie": "brak",
    "dps_odmowa_podzial": "tak",
    "ozps_termin": "04-30",
    "weryfikacja_termin": "01-01",
}
GROUPS = {
    "grupa robocza zespołu interdyscyplinarnego": "robocza",
    "grupa diagnostyczno-pomocowa, powołanie <= 3 dni; ZI >= co 2 mies.": "diagnostyczno-pomocowa",
}


@pytest.fixture(scope="module")
def table(shared: Path) -> list[dict[str, str]]:
    with (shared / "law" / "law_parameters.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_dated_row_of_the_table_of_sources_stands_in_the_law(
    table: list[dict[str, str]],
) -> None:
    wrong = []
    for row in table:
        if not row["valid_from"]:
            continue
        key, day = row["key"], dt.date.fromisoformat(row["valid_from"])
        if key in WORDED or key == "niebieska_karta_grupa":
            expected = WORDED.get(key) or GROUPS[row["value"]]
            if law().parameter(key, day).text != expected:
                wrong.append((key, day))
        elif row["value"].startswith("="):
            followed = law().parameter(row["value"][1:], day).value
            if law().parameter(key, day).value != followed:
                wrong.append((key, day))
        else:
            for name, value in SPLIT.get(key, {key: row["value"]}).items():
                # Acts read since the table was made moved two first days; the values are the same.
                later = dt.date(2021, 11, 15) if key == "wywiad_dni" else day
                if law().parameter(name, later).value != Fraction(value):
                    wrong.append((name, day))
    assert wrong == []


def test_a_row_ends_in_the_law_on_the_day_it_ends_in_the_table(table: list[dict[str, str]]) -> None:
    wrong = [
        (row["key"], row["valid_to_excl"])
        for row in table
        if row["valid_to_excl"]
        and law().parameter(row["key"], dt.date.fromisoformat(row["valid_to_excl"]) - DAY).until
        != dt.date.fromisoformat(row["valid_to_excl"])
    ]
    assert wrong == []


def test_rows_that_the_table_leaves_undated_are_known_too() -> None:
    # The limit of 15 families: art. 1 pkt 4 of Dz.U. 2014 poz. 1188, in force 1 January 2015.
    families = [law().parameter("asystent_rodzin_max", day).value for day in _around(2015, 1, 1)]
    assert families == [20, 15]
    table = law().parameter("uslugi_opiekuncze_tabela", dt.date(2025, 1, 1))
    assert (table.text, table.verified) == ("brak", Verified.UNVERIFIED)


def test_the_cap_of_a_single_person_follows_the_criterion_per_person() -> None:
    cap = {
        "2021-05-29": 418,
        "2021-05-30": 528,
        "2021-12-31": 528,
        "2022-01-01": 600,
        "2024-12-31": 600,
        "2025-01-01": 823,
    }
    found = {
        day: law().parameter("okresowy_max_sg", dt.date.fromisoformat(day)).value for day in cap
    }
    assert found == cap
    assert law().parameter("okresowy_max_sg", dt.date(2025, 1, 1)).journal == "Dz.U. 2021 poz. 803"


def test_no_resolution_of_the_council_is_known_so_its_criteria_are_those_of_the_act() -> None:
    for day in (dt.date(2004, 5, 1), dt.date(2016, 1, 1), dt.date(2025, 1, 1)):
        dated = law().on(day)
        assert dated.switch("uchwala_podwyzszenie") == "brak"
        assert dated.amount("kryterium_sg_gmina") == dated.amount("kryterium_sg")
        assert dated.amount("kryterium_os_gmina") == dated.amount("kryterium_os")


def test_art_9_gives_every_amount_but_the_one_that_was_not_raised_in_2012() -> None:
    found = [(item.parameter.key, item.parameter.since) for item in deviations(law())]
    assert found == [("kwota_bazowa_usamodzielnienie", dt.date(2012, 10, 1))]


def test_every_value_says_where_it_stands_and_how_far_it_was_checked() -> None:
    for history in law().parameters.values():
        for value in history:
            assert all((value.label, value.unit, value.act, value.article, value.journal)), value
            assert value.source, value
            assert value.verified in set(Verified), value


def test_values_follow_each_other_without_gap_and_the_last_one_is_in_force() -> None:
    for history in law().parameters.values():
        assert all(before.until == after.since for before, after in pairwise(history))
        assert history[-1].until is None


def test_a_day_before_the_act_has_no_law_and_says_so() -> None:
    with pytest.raises(LawError, match=r"znane są od 01\.05\.2004"):
        law().on(dt.date(2004, 4, 30)).amount("kryterium_sg")


def test_disputed_readings_are_switches_with_their_reason() -> None:
    dated = law().on(dt.date(2025, 1, 1))
    assert dated.switch("partial_month_rounding") == "once"
    assert dated.switch("dps_family_surplus") == "per_head"
    assert "622893945" in dated.parameter("partial_month_rounding").note
    assert "II SA/Łd 499/20" in dated.parameter("dps_family_surplus").note


def _around(year: int, month: int, day: int) -> tuple[dt.date, dt.date]:
    first = dt.date(year, month, day)
    return first - DAY, first
