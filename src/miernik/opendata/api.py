"""The API for machines: reading only, described by OpenAPI, the same rows as the data sets.

``api.urls`` is mounted by the site. There is no page of documentation from a CDN: the description
is ``openapi.json``.
"""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja import NinjaAPI, Schema
from pydantic import Field, create_model

from miernik.analysis.errors import AnalysisError
from miernik.observations.selectors import RELEASED
from miernik.opendata.catalogue import catalog
from miernik.opendata.errors import OpenDataError
from miernik.opendata.schemas import DATASETS, csvw, table_schema
from miernik.opendata.selectors import change_rows, rows
from miernik.opendata.services import dataset_csv
from miernik.strategy.errors import EmptyWorkError, NotEnactedError, StrategyError
from miernik.strategy.models import Work
from miernik.strategy.selectors import Node, latest_version, tree, work_by_code, works_in_force

api = NinjaAPI(
    title="Miernik – dane otwarte",
    version="1",
    description="Strategie i programy, wskaźniki, wartości, zmiany. Tylko do odczytu.",
    docs_url=None,
    urls_namespace="opendata",
)

_PYTHON_TYPES: dict[str, type] = {
    "year": int, "integer": int, "number": float, "boolean": bool, "string": str,
}  # fmt: skip


def _row_schema(dataset: str) -> type[Schema]:
    """The row of a data set as a type, so that OpenAPI says what the Table Schema says."""
    fields: dict[str, Any] = {}
    for field in table_schema(dataset)["fields"]:
        kind = _PYTHON_TYPES[field["type"]]
        needed = field.get("constraints", {}).get("required", False)
        described = Field(description=field["title"])
        fields[field["name"]] = (kind, described) if needed else (kind | None, described)
    made: type[Schema] = create_model(f"Row_{dataset}", __base__=Schema, **fields)
    return made


class WorkOut(Schema):
    """A strategy or a programme."""

    kod: str
    tytul: str
    gmina: str
    od_roku: int
    do_roku: int
    lata_z_wartosciami: list[int]


class UnitOut(Schema):
    """A goal, a priority or a task with what stands under it."""

    id: str
    rodzaj: str
    oznaczenie: str
    tresc: str
    czesci: list[UnitOut]
    wskazniki: list[str] = Field(description="Identyfikatory wskaźników zadania")


class DatasetOut(Schema):
    """A data set that can be downloaded."""

    nazwa: str
    tytul: str
    opis: str
    csv: str
    schemat: str


@api.exception_handler(StrategyError)
@api.exception_handler(OpenDataError)
def not_found(request: HttpRequest, error: Exception) -> HttpResponse:
    """What does not exist is said in Polish with status 404."""
    return api.create_response(request, {"blad": str(error)}, status=404)


@api.exception_handler(AnalysisError)
def bad_question(request: HttpRequest, error: Exception) -> HttpResponse:
    """A question that has no answer is said in Polish with status 422."""
    return api.create_response(request, {"blad": str(error)}, status=422)


@api.get("/works", response=list[WorkOut], summary="Strategie i programy")
def works(request: HttpRequest) -> list[dict[str, Any]]:
    return [_work(work) for work in works_in_force()]


@api.get("/works/{code}", response=WorkOut, summary="Jedna strategia lub program")
def work(request: HttpRequest, code: str) -> dict[str, Any]:
    return _work(work_by_code(code))


@api.get("/works/{code}/tree", response=list[UnitOut], summary="Cele, priorytety i zadania")
def work_tree(request: HttpRequest, code: str) -> list[dict[str, Any]]:
    try:
        return [_unit(node) for node in tree(latest_version(work_by_code(code)))]
    except (EmptyWorkError, NotEnactedError):
        return []


@api.get("/works/{code}/indicators", response=list[_row_schema("wskazniki")], summary="Wskaźniki")  # type: ignore[misc]  # made at run time
def indicators(request: HttpRequest, code: str) -> list[dict[str, Any]]:
    return rows("wskazniki", work_by_code(code))


@api.get(
    "/works/{code}/observations",
    response=list[_row_schema("wartosci")],  # type: ignore[misc]  # made at run time
    summary="Wartości wskaźników",
)
def values(
    request: HttpRequest, code: str, rok: int | None = None, wskaznik_id: str | None = None
) -> list[dict[str, Any]]:
    return [
        row
        for row in rows("wartosci", work_by_code(code))
        if rok in (None, row["rok"]) and wskaznik_id in (None, row["wskaznik_id"])
    ]


@api.get(
    "/works/{code}/changes",
    response=list[_row_schema("zmiany")],  # type: ignore[misc]  # made at run time
    summary="Zmiany między dwoma latami",
)
def changes(request: HttpRequest, code: str, od: int, do: int) -> list[dict[str, Any]]:
    return list(change_rows(work_by_code(code), od, do))


@api.get("/works/{code}/breaks", response=list[_row_schema("przerwy")], summary="Przerwy")  # type: ignore[misc]  # made at run time
def breaks(request: HttpRequest, code: str) -> list[dict[str, Any]]:
    return rows("przerwy", work_by_code(code))


@api.get("/works/{code}/datasets", response=list[DatasetOut], summary="Zbiory do pobrania")
def datasets(request: HttpRequest, code: str) -> list[dict[str, Any]]:
    base = _base(request, work_by_code(code))
    return [
        {
            "nazwa": name,
            "tytul": table_schema(name)["title"],
            "opis": table_schema(name)["description"],
            "csv": f"{base}{name}.csv",
            "schemat": f"{base}{name}.csv-metadata.json",
        }
        for name in DATASETS
    ]


@api.get("/works/{code}/datasets/{file_name}", summary="Plik zbioru, schemat albo katalog")
def dataset_file(request: HttpRequest, code: str, file_name: str) -> HttpResponse:
    found = work_by_code(code)
    name, _, ending = file_name.partition(".")
    if file_name == "catalog.jsonld":
        files = {item: dataset_csv(item, found) for item in DATASETS}
        made = catalog(found, files, base=_base(request, found), at=timezone.now())
        return _json(made, "application/ld+json")
    if ending == "csv":
        return HttpResponse(
            dataset_csv(name, found),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
        )
    if ending == "csv-metadata.json":
        return _json(csvw(name, f"{name}.csv"), "application/csvm+json")
    if ending == "table.json":
        return _json(table_schema(name), "application/json")
    raise Http404


def _json(data: dict[str, Any], media_type: str) -> HttpResponse:
    return HttpResponse(json.dumps(data, ensure_ascii=False, indent=1), content_type=media_type)


def _base(request: HttpRequest, found: Work) -> str:
    """The address of the work's files, with a slash at the end."""
    place = reverse("opendata:dataset_file", args=[found.code, "catalog.jsonld"])
    return request.build_absolute_uri(place).removesuffix("catalog.jsonld")


def _work(found: Work) -> dict[str, Any]:
    return {
        "kod": found.code,
        "tytul": found.title,
        "gmina": found.municipality,
        "od_roku": found.start_year,
        "do_roku": found.end_year,
        "lata_z_wartosciami": RELEASED.years(found),
    }


def _unit(node: Node) -> dict[str, Any]:
    return {
        "id": str(node.placement.unit.uuid),
        "rodzaj": node.kind.value,
        "oznaczenie": node.label,
        "tresc": node.title,
        "czesci": [_unit(child) for child in node.children],
        "wskazniki": [str(definition.indicator.uuid) for definition in node.definitions],
    }
