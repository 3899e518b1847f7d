"""What is published keeps to its schema, says what the store says, and flags every break."""

import csv
import datetime as dt
import io
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from miernik.kernel.tables import faults
from miernik.observations.models import BreakState, ComparabilityBreak, Observation
from miernik.opendata import services
from miernik.opendata.errors import InvalidDatasetError, UnknownDatasetError
from miernik.opendata.schemas import DATASETS, table_schema
from miernik.opendata.selectors import rows
from miernik.opendata.services import dataset_csv, write_datasets
from miernik.strategy.models import Version, Work
from tests.reports import city

AT = dt.datetime(2020, 5, 28, 10, 0, tzinfo=dt.UTC)
FAMILIES = ("A.1.3", 1)

# WhiteNoise warns where nobody has collected the static files; the API has none.
pytestmark = pytest.mark.filterwarnings("ignore:No directory at")


@pytest.fixture
def version(db: None, golden: Callable[[str], Any]) -> Version:
    work = city.store_work()
    first = golden("report_2017_goals_ABC")
    made = city.store_tree(work, first)
    city.store_values(made, first, 2017)
    city.store_values(made, golden("report_2019"), 2019)
    return made


def _read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def _break(version: Version, state: BreakState) -> ComparabilityBreak:
    decided = {} if state is BreakState.PROPOSED else {
        "decided_by": "anna", "decided_at": AT, "decision_note": "Sprawdzono.",
    }  # fmt: skip
    return ComparabilityBreak.objects.create(
        indicator=city.find(version, *FAMILIES), since=2017, year=2019, state=state,
        reason="Skok.", proposed_by="test", proposed_at=AT, **decided,
    )  # fmt: skip


def _families(version: Version) -> dict[str, Any]:
    key = str(city.find(version, *FAMILIES).uuid)
    found = rows("wartosci", version.work)
    return next(row for row in found if row["wskaznik_id"] == key and row["rok"] == 2019)


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_data_set_keeps_to_its_schema(version: Version, dataset: str) -> None:
    _break(version, BreakState.PROPOSED)
    content = dataset_csv(dataset, version.work)
    assert faults(table_schema(dataset), content) == []
    assert len(_read(content)) > 0


def test_values_are_those_of_the_documents(version: Version, golden: Callable[[str], Any]) -> None:
    expected = [
        (item["name"], item["value_raw"], item["number"])
        for goal in golden("report_2017_goals_ABC")
        for priority in goal["priorities"]
        for task in priority["tasks"]
        for item in task["indicators"]
    ]
    found = [
        (row["wskaznik"], row["zapis"], float(row["wartosc"]))
        for row in _read(dataset_csv("wartosci", version.work))
        if row["rok"] == "2017"
    ]
    assert found == expected


def test_data_set_that_breaks_its_schema_is_not_published(
    version: Version, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(dataset: str, work: Work) -> list[dict[str, Any]]:
        return [row | {"rok": "dwa"} if "rok" in row else row for row in rows(dataset, work)]

    monkeypatch.setattr(services, "rows", broken)
    with pytest.raises(InvalidDatasetError, match="wartosci"):
        write_datasets(version.work, out=tmp_path / "out", at=AT)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("state", "flagged"),
    [
        (BreakState.PROPOSED, True),
        (BreakState.CONFIRMED, True),
        (BreakState.REJECTED, False),
        (BreakState.ERROR, False),
    ],
)
def test_break_is_flagged_until_somebody_says_the_change_is_real(
    version: Version, state: BreakState, flagged: bool
) -> None:
    _break(version, state)
    assert _families(version)["przerwa_przed"] is flagged


def test_no_difference_is_published_across_a_break(version: Version) -> None:
    _break(version, BreakState.CONFIRMED)
    key = str(city.find(version, *FAMILIES).uuid)
    (row,) = [item for item in rows("zmiany", version.work) if item["wskaznik_id"] == key]
    assert (row["porownywalne"], row["roznica"], row["zmiana_procent"]) == (False, None, None)
    assert (row["wartosc_przed"], row["wartosc_po"]) == (Decimal(2659), Decimal(6361))


def test_corrected_value_replaces_the_old_one(version: Version) -> None:
    city.correct(Observation.objects.get(indicator=city.find(version, *FAMILIES), year=2019), 2700,
                 "Liczono osoby.")  # fmt: skip
    row = _families(version)
    assert (row["wartosc"], row["wersja"]) == (Decimal(2700), 2)


def test_formula_in_a_name_is_marked(version: Version) -> None:
    version.definitions.filter(indicator=city.find(version, *FAMILIES)).update(name="=1+1")
    names = {row["wskaznik"] for row in _read(dataset_csv("wskazniki", version.work))}
    assert "'=1+1" in names
    assert "=1+1" not in names


def test_unknown_data_set_is_refused(version: Version) -> None:
    with pytest.raises(UnknownDatasetError, match="Dostępne"):
        dataset_csv("osoby", version.work)


def test_folder_holds_data_schemas_and_a_catalogue_that_fits_them(
    version: Version, tmp_path: Path
) -> None:
    written = write_datasets(version.work, out=tmp_path, at=AT, base="https://gmina.example/dane/")
    assert len(written) == 1 + 3 * len(DATASETS)
    made = json.loads((tmp_path / "catalog.jsonld").read_text(encoding="utf-8"))
    for dataset in made["dcat:dataset"]:
        (distribution,) = dataset["dcat:distribution"]
        file = tmp_path / distribution["dcat:downloadURL"].rsplit("/", 1)[1]
        assert file.stat().st_size == distribution["dcat:byteSize"]
        described = json.loads((tmp_path / f"{file.name}-metadata.json").read_text("utf-8"))
        header = file.read_text(encoding="utf-8").splitlines()[0].split(",")
        assert [column["name"] for column in described["tableSchema"]["columns"]] == header


# --- the API -------------------------------------------------------------------------------------


def _get(client: Client, path: str, status: int = 200) -> Any:
    answer = client.get(f"/api/{path}")
    assert answer.status_code == status, answer.content
    return answer.json()


def test_api_lists_works_and_their_tree(version: Version, client: Client) -> None:
    (work,) = _get(client, "works")
    assert work["lata_z_wartosciami"] == [2017, 2019]
    goals = _get(client, f"works/{work['kod']}/tree")
    task = goals[0]["czesci"][0]["czesci"][2]
    assert (task["oznaczenie"], len(task["wskazniki"])) == ("A.1.3", 2)


def test_api_gives_the_values_of_a_year_and_of_an_indicator(
    version: Version, client: Client
) -> None:
    key = str(city.find(version, *FAMILIES).uuid)
    base = f"works/{version.work.code}"
    assert len(_get(client, f"{base}/observations?rok=2019")) == 9
    both = _get(client, f"{base}/observations?wskaznik_id={key}")
    assert [(row["rok"], row["wartosc"]) for row in both] == [(2017, 2659.0), (2019, 6361.0)]
    assert len(_get(client, f"{base}/indicators")) == 70
    assert len(_get(client, f"{base}/changes?od=2017&do=2019")) == 70


def test_api_says_in_polish_what_is_wrong(version: Version, client: Client) -> None:
    assert "Nie ma strategii" in _get(client, "works/inna", 404)["blad"]
    wrong = _get(client, f"works/{version.work.code}/changes?od=2019&do=2017", 422)
    assert "201" in wrong["blad"]
    assert (
        "Nie ma zbioru"
        in _get(client, f"works/{version.work.code}/datasets/osoby.csv", 404)["blad"]
    )


def test_files_that_the_catalogue_names_can_be_fetched(version: Version, client: Client) -> None:
    made = _get(client, f"works/{version.work.code}/datasets/catalog.jsonld")
    for dataset in made["dcat:dataset"]:
        (distribution,) = dataset["dcat:distribution"]
        answer = client.get(distribution["dcat:downloadURL"])
        assert len(answer.content) == distribution["dcat:byteSize"]
        assert client.get(distribution["dct:conformsTo"]).status_code == 200


def test_api_describes_itself_without_anything_from_elsewhere(db: None, client: Client) -> None:
    described = _get(client, "openapi.json")
    row = described["components"]["schemas"]["Row_wartosci"]
    assert set(row["properties"]) == {field["name"] for field in table_schema("wartosci")["fields"]}
    assert client.get("/api/docs").status_code == 404
