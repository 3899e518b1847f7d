"""Counting a register by the words of its layout with plain sets, and registers to count.

Nothing here is shared with the program: it is the independent side of the comparison.
"""

import csv
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from hypothesis import strategies as st

CODES = [
    "ubostwo",
    "sieroctwo",
    "bezdomnosc",
    "ochrona_macierzynstwa",
    "ochrona_macierzynstwa.wielodzietnosc",
    "bezrobocie",
    "niepelnosprawnosc",
    "dlugotrwala_choroba",
    "przemoc_w_rodzinie",
    "bezradnosc",
    "bezradnosc.rodziny_niepelne",
    "bezradnosc.rodziny_wielodzietne",
    "alkoholizm",
    "narkomania",
    "zwolnienie_z_zakladu_karnego",
    "integracja_cudzoziemcow",
    "zdarzenie_losowe",
    "handel_ludzmi",
    "sytuacja_kryzysowa",
    "kleska",
]

Day = dt.date | None


@dataclass
class Paper:
    """A register as it would lie on paper; open ends are None."""

    persons: list[str] = field(default_factory=list)
    families: list[str] = field(default_factory=list)
    memberships: list[tuple[str, str, Day, Day]] = field(default_factory=list)
    reasons: list[tuple[str, str, Day, Day]] = field(default_factory=list)
    #: family, person, from, to, status, amount in grosze
    grants: list[tuple[str, str, Day, Day, str, int | None]] = field(default_factory=list)
    population: dict[int, int] = field(default_factory=dict)


def overlap(a: Day, b: Day, c: Day, d: Day) -> tuple[dt.date, dt.date] | None:
    start = max(a or dt.date.min, c or dt.date.min)
    end = min(b or dt.date.max, d or dt.date.max)
    return (start, end) if start <= end else None


def count(paper: Paper, year: int) -> dict[str, object]:
    """The result of the layout, straight from its text."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    windows: dict[str, list[tuple[dt.date, dt.date]]] = {}
    granted = set()
    for family, person, since, until, status, amount in paper.grants:
        counts = status == "granted" or (status == "revoked" and amount is not None and amount > 0)
        window = overlap(since, until, first, last)
        if counts and window:
            granted.add(person)
            windows.setdefault(family, []).append(window)

    def present(family: str, some: Iterable[tuple[dt.date, dt.date]]) -> set[str]:
        return {
            person
            for member_of, person, since, until in paper.memberships
            for window in some
            if member_of == family and overlap(since, until, *window)
        }

    everybody = {person for family in windows for person in present(family, windows[family])}
    rows = []
    for code in CODES:
        families, persons = set(), set()
        for family, some in windows.items():
            such = [
                window
                for window in some
                if any(
                    of == family
                    and (stated == code or stated.startswith(code + "."))
                    and overlap(since, until, *window)
                    for of, stated, since, until in paper.reasons
                )
            ]
            if such:
                families.add(family)
                persons |= present(family, such)
        head = code.split(".")[0] if "." in code else None
        rows.append((code, len(families), len(persons), head))
    return {
        "population": paper.population[year],
        "persons_granted": len(granted),
        "families": len(windows),
        "persons_in_families": len(everybody),
        "coverage_percent": half_up(Fraction(100 * len(everybody), paper.population[year])),
        "table2": rows,
    }


def half_up(number: Fraction) -> str:
    tenths = int(number * 10 + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}"


def write(paper: Paper, folder: Path) -> Path:
    """The register as files of the layout."""

    def table(name: str, header: str, rows: Iterable[Iterable[object]]) -> None:
        with (folder / name).open("w", encoding="utf-8", newline="") as target:
            writer = csv.writer(target)
            writer.writerow(header.split(","))
            writer.writerows(["" if cell is None else cell for cell in row] for row in rows)

    table("persons.csv", "person_id,birth_date,sex,pesel", ((p, "", "", "") for p in paper.persons))
    table("families.csv", "family_id,homeless", ((f, "") for f in paper.families))
    table("memberships.csv", "family_id,person_id,from,to", paper.memberships)
    table("reasons.csv", "family_id,code,from,to", paper.reasons)
    table(
        "grants.csv",
        "grant_id,family_id,person_id,benefit,decision_date,from,to,status,amount_gr",
        (
            (number, family, person, "zasilek_okresowy", "", since, until, status, amount)
            for number, (family, person, since, until, status, amount) in enumerate(paper.grants)
        ),
    )
    table("population.csv", "year,population", paper.population.items())
    return folder


# --- registers of every odd kind -----------------------------------------------------------------

#: Days where windows begin and end, and their neighbours: 2016 is the year counted.
DAYS = [
    dt.date(2015, 6, 30),
    dt.date(2015, 12, 31),
    dt.date(2016, 1, 1),
    dt.date(2016, 1, 2),
    dt.date(2016, 2, 28),
    dt.date(2016, 2, 29),
    dt.date(2016, 3, 1),
    dt.date(2016, 7, 1),
    dt.date(2016, 12, 30),
    dt.date(2016, 12, 31),
    dt.date(2017, 1, 1),
]


@st.composite
def periods(draw: st.DrawFn, *, open_start: bool = True) -> tuple[Day, Day]:
    since = draw(st.sampled_from([*DAYS, None] if open_start else DAYS))
    until = draw(st.sampled_from([*DAYS, None]))
    if since and until and until < since:
        since, until = until, since
    return since, until


@st.composite
def registers(draw: st.DrawFn, *, open_start: bool = True) -> Paper:
    """Few persons and families, many periods, so that every trap is met often."""
    period = periods(open_start=open_start)
    persons = [f"p{n}" for n in range(draw(st.integers(1, 5)))]
    families = [f"f{n}" for n in range(draw(st.integers(1, 4)))]
    family, person = st.sampled_from(families), st.sampled_from(persons)
    spell = st.tuples(family, person, period)
    reason = st.tuples(family, st.sampled_from(CODES), period)
    amounts = st.sampled_from([None, 0, 1, 50_000])
    status = st.sampled_from(["granted", "refused", "revoked"])
    grant = st.tuples(family, person, period, status, amounts)
    return Paper(
        persons,
        families,
        [(f, p, *when) for f, p, when in draw(st.lists(spell, max_size=8, unique=True))],
        [(f, c, *when) for f, c, when in draw(st.lists(reason, max_size=8, unique=True))],
        [(f, p, *when, s, a) for f, p, when, s, a in draw(st.lists(grant, max_size=6))],
        {2016: draw(st.integers(1, 2000))},
    )
