"""Two short reports: facts of the city's own reports for 2017 and 2019, and every kind of nothing.

The shape is that of `miernik import --json`.
"""

from __future__ import annotations

from typing import Any

ASSISTANTS = "Liczba asystentów rodzinnych"
HELPLESS = "Liczba rodzin objętych pomocą z powodu bezradności"
MEALS = "Liczba dzieci i młodzieży objętych dożywianiem"
POINTS = (
    "- imprezy okolicznościowe w placówkach; - warsztaty dla rodziców i dzieci; "
    "- prelekcje i pogadanki"
)


def document(year: int) -> list[dict[str, Any]]:
    """Return the report for 2017 or 2019; the later one speaks of goal A.1.1 only."""
    first = year == 2017
    return [
        _goal("A", "Rodzina – najlepszym środowiskiem rozwoju", _families(first)),
        _goal("B", "Wysoka aktywność zawodowa", _work(first)),
    ]


def _goal(code: str, title: str, tasks: list[dict[str, Any]]) -> dict[str, Any]:
    priority = {"code": f"{code}.1", "title": f"Priorytet celu {code}", "tasks": tasks}
    return {"code": code, "title": title, "priorities": [priority]}


def _families(first: bool) -> list[dict[str, Any]]:
    if first:
        values = [
            _indicator(ASSISTANTS, "25", 25),
            _indicator(HELPLESS, "2659*", 2659, "w tym 4 rodziny objęte wsparciem dwukrotnie"),
            _indicator(MEALS, "3821*", 3821, "w tym 1921 objętych dożywianiem decyzją MOPR"),
        ]
        empty = [
            _indicator("Efekt udzielanej pomocy", "Brak danych", kind="missing",
                       footnote="Ankiety nie przeprowadzono"),
            _indicator("Rodzaj działań", POINTS, kind="list"),
        ]  # fmt: skip
    else:
        values = [
            _indicator(ASSISTANTS, "31", 31),
            _indicator(HELPLESS, "6361", 6361),
            _indicator(MEALS, "4648", 4648, "w tym 1713 objętych dożywianiem przez MOPR"),
        ]
        empty = []
    centre = "Miejski Ośrodek Pomocy Rodzinie"
    return [
        _task("A.1.1", "Rozwój środowiskowych form wsparcia dziecka i rodziny",
              ["Urząd Miejski", centre, "organizacje pozarządowe"], "Budżet Miasta",
              [45, 136] if first else [22, 23], values),
        _task("A.1.2", "Wspieranie edukacji i łagodzenie skutków ubóstwa",
              ["szkoły i przedszkola"], "Budżet Miasta", [137, 235], empty),
    ]  # fmt: skip


def _work(first: bool) -> list[dict[str, Any]]:
    money = _indicator("Wysokość środków na organizację szkoleń (tys. zł)", "1.129,1 tys. zł*",
                       1129100, "kwoty dotyczą miasta i powiatu", "amount", "tys. zł")  # fmt: skip
    values = [money, _indicator("Liczba inicjatyw społecznych", "0", 0)] if first else []
    title = "Organizacja szkoleń dla osób bezrobotnych"
    return [_task("B.1.1", title, ["PUP"], "Fundusz Pracy", [400, 460], values)]


def _task(
    code: str,
    title: str,
    implementers: list[str],
    funding: str,
    lines: list[int],
    indicators: list[dict[str, Any]],
) -> dict[str, Any]:
    return {
        "code": code,
        "title": title,
        "implementers": implementers,
        "funding": [funding],
        "monitoring": "Analiza bieżących danych",
        "source_lines": lines,
        "indicators": indicators,
    }


def _indicator(
    name: str,
    value: str,
    number: float | None = None,
    footnote: str | None = None,
    kind: str = "count",
    unit: str | None = None,
) -> dict[str, Any]:
    return {
        "name": name,
        "value_raw": value,
        "kind": kind,
        "number": number,
        "footnote": footnote,
        "unit": unit,
    }
