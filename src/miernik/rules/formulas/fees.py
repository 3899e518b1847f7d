"""Fee tables of a council: bands of the criterion, each with a share of the hourly cost.

Usługi opiekuńcze (art. 50 ust. 6): every council has its own table. A band is open below and
closed above ("powyżej … do"); a person alone and a person in a family have their own columns, in
which the income is compared with as many criteria of that column as it is for persons.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from miernik.kernel.numbers import print_number
from miernik.rules.calculation import PERSONS, Calculation, Flag, Number, rule
from miernik.rules.explanation import shown
from miernik.rules.law import LawError

ARTICLE = "art. 50 ust. 6"


@dataclass(frozen=True, slots=True)
class Band:
    """Income above ``above`` and up to ``upto`` times the criterion (None: no end)."""

    above: Fraction
    upto: Fraction | None
    share: Fraction


@dataclass(frozen=True, slots=True)
class FeeTable:
    """Bands in order of income; ``hourly_gr`` is the full cost of an hour."""

    name: str
    hourly_gr: int
    single: tuple[Band, ...]
    family: tuple[Band, ...]


def bands_up_to(bounds: Sequence[tuple[Fraction | None, Fraction]]) -> tuple[Band, ...]:
    """Return bands from (upper bound, share) pairs, each beginning where the last one ended."""
    bands = []
    above = Fraction(0)
    for upto, share in bounds:
        bands.append(Band(above, upto, share))
        above = upto if upto is not None else above
    return tuple(bands)


def faults(table: FeeTable) -> list[str]:
    """Return what is wrong with a table, one Polish sentence each; an empty list when sound."""
    found = [] if table.hourly_gr > 0 else ["Koszt godziny musi być większy od zera."]
    for column, bands in (
        ("osoba samotnie gospodarująca", table.single),
        ("osoba w rodzinie", table.family),
    ):
        found += [f"Kolumna „{column}”: {fault}" for fault in _column_faults(bands)]
    return found


def checked(table: FeeTable) -> FeeTable:
    """Return the table; raises LawError with every fault."""
    found = faults(table)
    if found:
        raise LawError(f"Tabela „{table.name}” ma błędy. " + " ".join(found))
    return table


@rule("care_fee", "Opłata za godzinę usług")
def hourly_fee(
    law: Calculation, *, table: FeeTable, single: Flag, income: Number, persons: Number = 1
) -> Number:
    """Return the fee for one hour (grosze); the table must be ``checked``.

    ``income`` of ``persons``: the criterion is multiplied, the income never divided. ``single``
    chooses the column, so that an income already per head can be given with one person.
    """
    income = law.given("income", "Dochód", income)
    persons = law.given("persons", "Osoby, na które przypada dochód", persons, PERSONS)
    hourly = law.given("hourly", "Pełny koszt godziny", table.hourly_gr)
    fee = law.where(
        single,
        lambda: banded(law, table.single, hourly, income, persons * law.amount("kryterium_sg")),
        lambda: banded(law, table.family, hourly, income, persons * law.amount("kryterium_os")),
    )
    return law.step("Część kosztu godziny", fee, article=ARTICLE)


@rule("care_fee_month", "Opłata miesięczna za usługi")
def monthly_fee(
    law: Calculation,
    *,
    table: FeeTable,
    single: Flag,
    income: Number,
    hours: Number,
    persons: Number = 1,
) -> Number:
    """Return the fee of a month (grosze): the fee of an hour, as printed, times the hours."""
    hour = hourly_fee(law, table=table, single=single, income=income, persons=persons)
    hours = law.given("hours", "Liczba godzin", hours, "godziny")
    return law.step("Opłata za godzinę razy godziny", hour * hours, article=ARTICLE)


def banded(
    law: Calculation,
    bands: Sequence[Band],
    hourly: Number,
    income: Number,
    criterion: Number,
) -> Number:
    """Return the share of ``hourly`` in whose band the income falls; compared before rounding."""

    def within(place: int) -> Number:
        band = bands[place]
        fee = law.share(hourly, band.share)
        if band.upto is None:
            return fee
        here = income * band.upto.denominator <= criterion * band.upto.numerator
        return law.where(here, lambda: fee, lambda: within(place + 1))

    return within(0)


def printed_bands(law: Calculation, table: FeeTable) -> list[tuple[str, list[tuple[str, int]]]]:
    """Return each column's Polish name and its bands: the bounds in zloty, the fee (grosze)."""
    found = []
    for label, bands, criterion in (
        ("Osoba samotnie gospodarująca", table.single, law.amount("kryterium_sg")),
        ("Osoba w rodzinie", table.family, law.amount("kryterium_os")),
    ):
        rows = []
        for band in bands:
            bounds = f"powyżej {shown(band.above * criterion)}" if band.above else ""
            if band.upto is not None:
                bounds = f"{bounds} do {shown(band.upto * criterion)}".strip()
            rows.append((bounds or "każdy dochód", law.share(table.hourly_gr, band.share)))
        found.append((label, rows))
    return found


def _column_faults(bands: Sequence[Band]) -> list[str]:
    if not bands:
        return ["nie ma żadnego przedziału."]
    found = []
    if bands[0].above > 0:
        found.append(f"brakuje dochodów do {_percent(bands[0].above)}.")
    for before, after in pairwise(bands):
        if before.upto is None:
            found.append(f"po przedziale bez końca stoi jeszcze jeden ({_shown(after)}).")
        elif after.above > before.upto:
            hole = f"powyżej {_percent(before.upto)} do {_percent(after.above)}"
            found.append(f"luka: nie ma opłaty dla dochodu {hole}.")
        elif after.above < before.upto:
            twice = f"powyżej {_percent(after.above)} do {_percent(before.upto)}"
            found.append(f"przedziały zachodzą na siebie: {twice}.")
        if after.share < before.share:
            found.append(
                f"opłata maleje, gdy dochód rośnie: {_percent(before.share)}, a potem "
                f"{_percent(after.share)} ({_shown(after)})."
            )
    if bands[-1].upto is not None:
        found.append(f"brakuje dochodów powyżej {_percent(bands[-1].upto)}.")
    for band in bands:
        if band.upto is not None and band.upto <= band.above:
            found.append(f"przedział jest pusty: {_shown(band)}.")
        if not 0 <= band.share <= 1:
            found.append(f"część kosztu ma być od 0% do 100%, a jest {_percent(band.share)}.")
    return found


def _shown(band: Band) -> str:
    if band.upto is None:
        return f"powyżej {_percent(band.above)}"
    return f"powyżej {_percent(band.above)} do {_percent(band.upto)}"


def _percent(value: Fraction) -> str:
    hundredths = round(value * 10_000)
    from_hundredths = Fraction(hundredths, 100)
    whole, rest = divmod(from_hundredths, 1)
    decimals = f",{int(rest * 100):02d}".rstrip("0") if rest else ""
    return f"{print_number(int(whole))}{decimals}%"
