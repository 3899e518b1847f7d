"""The exchange layout's counting, written a second time with plain sets, for tests only."""

from __future__ import annotations

import csv
from pathlib import Path

OPEN = "9999-12-31"
Rows = list[dict[str, str]]


def read(folder: Path) -> dict[str, Rows]:
    """Every CSV file of the folder as rows of text."""
    found = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as source:
            found[path.stem] = list(csv.DictReader(source))
    return found


def overlaps(row: dict[str, str], window: tuple[str, str]) -> bool:
    """Whether the row's inclusive period shares a day with the window; ISO dates sort as text."""
    return row["from"] <= window[1] and (row["to"] or OPEN) >= window[0]


def counts(grant: dict[str, str]) -> bool:
    """Granted, or revoked with something paid."""
    paid = int(grant["amount_gr"] or 0) > 0
    return grant["status"] == "granted" or (grant["status"] == "revoked" and paid)


def tables(
    register: dict[str, Rows], year: int
) -> tuple[dict[str, int], dict[str, tuple[int, int]]]:
    """Tabela 1 and Tabela 2 of a year: numbers by name, (families, persons) by code."""
    whole = f"{year}-01-01", f"{year}-12-31"
    windows: dict[str, list[tuple[str, str]]] = {}
    granted, persons = set(), set()
    for grant in register["grants"]:
        if counts(grant) and overlaps(grant, whole):
            granted.add(grant["person_id"])
            window = max(grant["from"], whole[0]), min(grant["to"] or OPEN, whole[1])
            windows.setdefault(grant["family_id"], []).append(window)
    members: dict[str, Rows] = {}
    for row in register["memberships"]:
        members.setdefault(row["family_id"], []).append(row)
        if any(overlaps(row, window) for window in windows.get(row["family_id"], ())):
            persons.add(row["person_id"])
    by_code: dict[str, tuple[set[str], set[str]]] = {}
    for row in register["reasons"]:
        family = row["family_id"]
        mine = [window for window in windows.get(family, ()) if overlaps(row, window)]
        if not mine:
            continue
        for code in {row["code"], row["code"].partition(".")[0]}:
            families, people = by_code.setdefault(code, (set(), set()))
            families.add(family)
            people |= {
                one["person_id"]
                for one in members.get(family, ())
                if any(overlaps(one, window) for window in mine)
            }
    first = {
        "persons_granted": len(granted),
        "families": len(windows),
        "persons_in_families": len(persons),
    }
    for row in register["population"]:
        if row["year"] == str(year):
            first["population"] = int(row["population"])
    return first, {code: (len(f), len(p)) for code, (f, p) in by_code.items()}
