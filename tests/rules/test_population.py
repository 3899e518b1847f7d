"""A population gets what its families would get one by one, in the order of its rows."""

import datetime as dt
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from miernik.rules.calculation import explain
from miernik.rules.formulas.periodic import periodic_minimum
from miernik.rules.formulas.permanent import permanent_benefit
from miernik.rules.law import LawError
from miernik.rules.loader import law
from miernik.rules.population import Benefits, benefits, changed_parameters, grouped
from miernik.web.cli import main

DAY = dt.date(2025, 1, 1)
Row = tuple[int, int, bool]


def computed(rows: list[Row], day: dt.date = DAY, **changed: Fraction) -> Benefits:
    household = np.array([row[0] for row in rows], np.int64)
    income = np.array([row[1] for row in rows], np.int64)
    unable = np.array([row[2] for row in rows], np.bool_)
    return benefits(grouped(household, income), income, unable, law().on(day), changed)


def one_by_one(rows: list[Row], day: dt.date) -> list[tuple[int, int]]:
    """Stały of each row and okresowy of its household, by the explained rules."""
    dated, found = law().on(day), []
    for household, own, unable in rows:
        incomes = [row[1] for row in rows if row[0] == household]
        permanent: int | None = 0
        if unable:
            permanent = explain(
                dated, permanent_benefit,
                persons=len(incomes), family_income=sum(incomes), own_income=own,
            ).result  # fmt: skip
        periodic = explain(
            dated, periodic_minimum, persons=len(incomes), income=sum(incomes)
        ).result
        assert permanent is not None
        assert periodic is not None
        found.append((permanent, periodic))
    return found


incomes = st.integers(0, 2_500_00) | st.sampled_from([101_000, 100_999, 82_300, 82_299, 0])
identifiers = st.integers(1, 6) | st.sampled_from([-(2**62), 2**62, 10**9])


@given(
    st.lists(st.tuples(identifiers, incomes, st.booleans()), min_size=1, max_size=25),
    st.dates(dt.date(2004, 5, 1), dt.date(2025, 12, 31)),
)
def test_a_population_in_any_order_gets_what_each_family_would(
    rows: list[Row], day: dt.date
) -> None:
    found = computed(rows, day)
    pairs = zip(found.permanent.tolist(), found.periodic_minimum_of_rows().tolist(), strict=True)
    assert list(pairs) == one_by_one(rows, day)


@pytest.mark.parametrize("households", [[1, 1, 2], [2, 1, 2], [10**12, 5, 10**12], [2, 2, 1]])
def test_neighbours_scattered_rows_and_wide_identifiers_are_the_same_households(
    households: list[int],
) -> None:
    rows = [(number, 300_00, True) for number in households]
    twos = [households.count(number) == 2 for number in households]
    found = computed(rows)
    # two persons: 823 x 1,3 - 300 = 769,90; (1646 - 600) / 2 = 523,00; one: 1313 - 300; 355,00
    assert found.permanent.tolist() == [769_90 if two else 1013_00 for two in twos]
    assert found.periodic_minimum_of_rows().tolist() == [523_00 if two else 355_00 for two in twos]


def test_nobody_gets_nothing() -> None:
    found = computed([])
    assert found.permanent.size == found.periodic_minimum_of_rows().size == 0


def test_what_if_changes_the_criterion_and_whatever_follows_it() -> None:
    rows = [(1, 0, False)]
    # The council's criterion follows the act's, so half of 1111,00.
    assert computed(rows, kryterium_sg=Fraction(1111)).periodic_minimum.tolist() == [555_50]
    assert computed(rows, kryterium_sg_gmina=Fraction(1200)).periodic_minimum.tolist() == [600_00]
    assert computed(rows).periodic_minimum.tolist() == [505_00]


def test_what_if_refuses_what_is_no_parameter_or_no_value_of_it() -> None:
    dated = law().on(DAY)
    assert changed_parameters(dated, ["kryterium_sg=1111,00"]) == {"kryterium_sg": Fraction(1111)}
    with pytest.raises(LawError) as caught:
        changed_parameters(
            dated,
            ["x=1", "kryterium_sg", "kryterium_sg=abc", "kryterium_sg=1.001", "kryterium_os=-1",
             "zasilek_staly_pct=130", "partial_month_rounding=1", "kryterium_sg=NaN"],
        )  # fmt: skip
    assert len(str(caught.value).splitlines()) == 8


def test_what_if_refuses_what_the_benefits_do_not_depend_on() -> None:
    with pytest.raises(LawError, match="„ipi_max” nie zależy"):
        computed([(1, 0, False)], ipi_max=Fraction(1))
    # the share of the criterion is part of the formula since 2024 only
    with pytest.raises(LawError, match="„zasilek_staly_pct” nie zależy"):
        computed([(1, 0, True)], dt.date(2023, 12, 31), zasilek_staly_pct=Fraction(2))


def test_negative_and_monstrous_incomes_are_refused_by_row() -> None:
    with pytest.raises(LawError, match="w wierszu 2 jest ujemny"):
        computed([(1, 0, True), (1, -1, True)])
    with pytest.raises(LawError, match="w wierszu 1 jest za duży"):
        computed([(1, 2**61, True), (1, 0, True)])


# --- the command ---------------------------------------------------------------------------------


def write(path: Path, **columns: Any) -> Path:
    plain = {
        "household_id": [7, 3, 7],
        "income_gr": pa.array([300_00, 0, 0], pa.int64()),
        "unable_to_work": [True, True, False],
    }
    kept = {name: value for name, value in {**plain, **columns}.items() if value is not None}
    pq.write_table(pa.table(kept), path)
    return path


def run(tmp_path: Path, source: Path, *more: str) -> int:
    out = tmp_path / "out.parquet"
    return main(["population", str(source), "--on", "2025-01-01", "--out", str(out), *more])


def test_the_command_repeats_the_rows_in_order_with_two_more_columns(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = write(tmp_path / "in.parquet", name=["a", "b", "c"])
    assert run(tmp_path, source) == 0
    out = pq.read_table(tmp_path / "out.parquet")
    assert out.column_names == [
        "household_id", "income_gr", "unable_to_work", "name", "staly_gr", "okresowy_min_gr",
    ]  # fmt: skip
    assert out.schema.field("staly_gr").type == out.schema.field("okresowy_min_gr").type == "int64"
    # 1069,90 - 150,00 for two; 1229,00 alone; (1646,00 - 300,00) / 2 and 1010,00 / 2
    assert out.select(["household_id", "staly_gr", "okresowy_min_gr"]).to_pylist() == [
        {"household_id": 7, "staly_gr": 919_90, "okresowy_min_gr": 673_00},
        {"household_id": 3, "staly_gr": 1229_00, "okresowy_min_gr": 505_00},
        {"household_id": 7, "staly_gr": 0, "okresowy_min_gr": 673_00},
    ]
    told = capsys.readouterr().out.replace("\u00a0", " ")
    assert "zasiłek stały: 2 osoby, 2 148,90 zł miesięcznie" in told
    assert "zasiłek okresowy, kwota minimalna: 2 rodziny, 1 178,00 zł miesięcznie" in told


def test_the_command_answers_what_if(tmp_path: Path) -> None:
    source = write(tmp_path / "in.parquet")
    assert run(tmp_path, source, "--with", "kryterium_sg=1111.00") == 0
    out = pq.read_table(tmp_path / "out.parquet")
    assert out.column("okresowy_min_gr").to_pylist() == [673_00, 555_50, 673_00]


@pytest.mark.parametrize(
    ("columns", "what"),
    [
        ({"income_gr": None}, "Brakuje kolumny „income_gr”"),
        ({"income_gr": [1.5, 0.0, 0.0]}, "liczbą całkowitą groszy (int64), a jest double"),
        ({"income_gr": [1, None, 2]}, "puste pola (1)"),
        ({"income_gr": [1, -5, 2]}, "w wierszu 2 jest ujemny"),
        ({"income_gr": pa.array([2**63, 0, 0], pa.uint64())}, "nie mieści się w 64 bitach"),
        ({"household_id": ["a", "b", "c"]}, "„household_id” ma być liczbą całkowitą"),
        ({"unable_to_work": [1, 0, 1]}, "prawdą albo fałszem"),
        ({"staly_gr": [1, 0, 1]}, "Kolumna „staly_gr” już jest"),
    ],
)
def test_the_command_refuses_other_columns_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], columns: dict[str, Any], what: str
) -> None:
    assert run(tmp_path, write(tmp_path / "in.parquet", **columns)) == 2
    assert what in capsys.readouterr().err
    assert not (tmp_path / "out.parquet").exists()


def test_the_command_refuses_other_files_and_days(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, tmp_path / "none.parquet") == 2
    (tmp_path / "text.parquet").write_text("household_id")
    assert run(tmp_path, tmp_path / "text.parquet") == 2
    source = write(tmp_path / "in.parquet")
    out = ["--out", str(tmp_path / "o.parquet")]
    assert main(["population", str(source), "--on", "2025-02-30", *out]) == 2
    assert main(["population", str(source), "--on", "2004-04-30", *out]) == 2
    assert main(["population", str(source), "--on", "2025-01-01", "--out", str(source)]) == 2
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 5
    assert "Nie ma pliku" in errors[0]
    assert "jako Parquet" in errors[1]
    assert "nie jest dniem" in errors[2]
    assert "01.05.2004" in errors[3]
    assert "nie może zastąpić danych" in errors[4]
