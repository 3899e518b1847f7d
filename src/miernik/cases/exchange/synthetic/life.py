"""The files' rows of one family after another: persons, memberships, reasons, grants, noise."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from miernik.cases.exchange.layout import TABLES, Row
from miernik.cases.exchange.synthetic import people
from miernik.cases.exchange.synthetic.grants import (
    Award,
    Years,
    first_day,
    main_award,
    school_meals,
    short_award,
)
from miernik.cases.exchange.synthetic.households import Member, ages
from miernik.cases.exchange.synthetic.reasons import Household
from miernik.rules.benefits import Benefit
from miernik.rules.reasons import ReasonCode as Code

#: How likely a family of the steered year is helped in another year too.
_AGAIN = {-1: 0.72, 1: 0.68, 2: 0.52}
_TEAMS = 9
_CODES = tuple(Code)


@dataclass(slots=True)
class Life:
    """Collects rows; ids count up, so the same calls give the same files."""

    years: Years
    rng: random.Random
    extended: bool
    pesel: bool
    rows: dict[str, list[Row]] = field(default_factory=lambda: {table.name: [] for table in TABLES})
    _numbers: people.Numbers = field(default_factory=people.Numbers)
    _persons: int = 0
    _grants: int = 0
    _days: dict[int, str] = field(default_factory=dict)

    # --- families --------------------------------------------------------------------------------

    def counted_family(self, home: Household, more_grantees: int) -> None:
        """A family of the steered year: everything that counts overlaps the main window."""
        rng, year = self.rng, self.years.steered
        number = self._family(homeless=Code.HOMELESSNESS in home.codes)
        members = self._people(home.size, home.codes)
        head, others = members[0], members[1:]
        main = main_award(home.codes, year - head.born.year, year, rng)
        window = main.window(year)
        grantees = rng.sample(others, more_grantees)
        awards = [(head, main), *((one, self._award_for(one)) for one in grantees)]
        if rng.random() < 0.35:
            awards.append((head, short_award(year, rng)))
        hull = self._hull([award for _, award in awards])
        for person, award in awards:
            self._paid(number, person, award)
        around = self._other_years(number, head)
        since = min([award.start for _, award in awards] + around) - rng.randrange(500)
        for member in others:
            if member.role == "child" and member not in grantees and rng.random() < 0.02:
                member.born = dt.date.fromordinal(rng.randint(*window))
        for member in members:
            may_leave = member not in grantees and member is not head
            self._core_membership(number, member, since, window, may_leave=may_leave)
        for code in sorted(home.codes):
            self._core_reason(number, code, since, window)
        self._noise(number, members, home.codes, hull)
        self._write_people(members)

    def split_family(self) -> None:
        """A couple with a child that parts in June: two families of one year."""
        rng, year = self.rng, self.years.steered
        before, after = self._family(), self._family(split=True)
        man, woman, child = trio = self._people(3, set(), couple=True)
        parting = dt.date(year, 6, 1).toordinal() + rng.randrange(30)
        first = Award(Benefit.PERIODIC, first_day(year) + rng.randrange(60), 0, 24_000)
        first.end = first.start + rng.randrange(31, 80)
        then = Award(Benefit.PERIODIC, parting + 10 + rng.randrange(60), 0, 31_000)
        then.end = then.start + rng.randrange(31, 100)
        since = first.start - rng.randrange(30, 1500)
        self._paid(before, man, first)
        self._paid(after, woman, then)
        for person in trio:
            start = max(since, person.born.toordinal())
            self._member(before, person, start, None if person is man else parting)
        for person in (woman, child):
            self._member(after, person, parting + 1, None)
        self._reason(before, Code.UNEMPLOYMENT, since, None)
        self._reason(after, Code.POVERTY, parting + 1, None)
        self._write_people(trio)

    def other_family(self, size: int, codes: Set[Code], kind: str) -> None:
        """A family of the years around: in the steered one it was refused, or not there."""
        rng, year = self.rng, self.years.steered
        number = self._family(homeless=Code.HOMELESSNESS in codes)
        members = self._people(size, codes)
        years = {"earlier": [-1], "later": [1, 2], "refused": []}[kind]
        kept = [step for step in years if rng.random() < 0.8] or years[:1]
        for step in kept:
            for person in members[: 1 + (size > 1 and rng.random() < 0.4)]:
                self._paid(number, person, self._award_for(person, year + step))
        if kind == "refused" or rng.random() < 0.3:
            self._unpaid(number, rng.choice(members), short_award(year, rng))
        since = first_day(year - 1) - rng.randrange(1000)
        for member in members:
            self._member(number, member, max(since, member.born.toordinal()), None)
        for code in sorted(codes):
            self._reason(number, code, since, None)
        self._write_people(members)

    # --- what counts -----------------------------------------------------------------------------

    def _award_for(self, person: Member, year: int | None = None) -> Award:
        year = year or self.years.steered
        if person.role == "child" and person.is_child_in(year):
            return school_meals(year, self.rng)
        return short_award(year, self.rng)

    def _hull(self, awards: Sequence[Award]) -> tuple[int, int]:
        windows = [award.window(self.years.steered) for award in awards]
        return min(start for start, _ in windows), max(end for _, end in windows)

    def _other_years(self, family: str, head: Member) -> list[int]:
        """Grants inside the years around; their first days."""
        starts = []
        for step, likely in _AGAIN.items():
            if self.rng.random() < likely:
                award = self._award_for(head, self.years.steered + step)
                self._paid(family, head, award)
                starts.append(award.start)
        return starts

    def _core_membership(
        self, family: str, member: Member, since: int, window: tuple[int, int], *, may_leave: bool
    ) -> None:
        rng = self.rng
        start = max(since, member.born.toordinal())
        draw = rng.random()
        if may_leave and draw < 0.04:
            self._member(family, member, start, rng.randint(max(start, window[0]), self.years.end))
        elif may_leave and draw < 0.05 and window[1] - start > 60:
            # left and came back before the window closed
            gone = start + 20
            self._member(family, member, start, gone)
            self._member(family, member, rng.randint(gone + 2, window[1]), None)
        elif may_leave and draw < 0.08:
            self._member(family, member, rng.randint(start, window[1]), None)
        else:
            self._member(family, member, start, None)

    def _core_reason(self, family: str, code: Code, since: int, window: tuple[int, int]) -> None:
        rng = self.rng
        start = since if rng.random() < 0.8 else rng.randint(since, window[1])
        end = None if rng.random() < 0.75 else rng.randint(max(start, window[0]), self.years.end)
        self._reason(family, code, start, end)

    # --- what does not ---------------------------------------------------------------------------

    def _noise(
        self, family: str, members: list[Member], codes: Set[Code], hull: tuple[int, int]
    ) -> None:
        rng = self.rng
        if rng.random() < 0.12:
            self._unpaid(family, rng.choice(members), short_award(rng.choice([*self.years]), rng))
        if rng.random() < 0.15:
            code = rng.choice([code for code in _CODES if code not in codes])
            if rng.random() < 0.5:
                end = hull[0] - 1 - rng.randrange(200)
                self._reason(family, code, end - rng.randrange(700), end)
            else:
                self._reason(family, code, hull[1] + 1 + rng.randrange(200), None)
        if rng.random() < 0.06:
            stranger = self._people(1, set())[0]
            stranger.role = "other"
            if rng.random() < 0.6:
                end = hull[0] - 1 - rng.randrange(300)
                self._member(family, stranger, end - rng.randrange(100, 1500), end)
            else:
                self._member(family, stranger, hull[1] + 1 + rng.randrange(200), None)
            members.append(stranger)

    # --- rows ------------------------------------------------------------------------------------

    def _people(self, size: int, codes: Set[Code], *, couple: bool = False) -> list[Member]:
        found = []
        described = ages(size, codes, self.years.steered, self.rng, couple=couple)
        for born, woman, role in described:
            self._persons += 1
            found.append(Member(f"O{self._persons:07}", born, woman, role))
        return found

    def _write_people(self, members: list[Member]) -> None:
        surname = people.surname(self.rng)
        for one in members:
            number = self._numbers.next(one.born, woman=one.woman) if self.pesel else ""
            row: Row = (one.number, one.born.isoformat(), "f" if one.woman else "m", number)
            if self.extended:
                row += (
                    people.first_name(self.rng, woman=one.woman),
                    people.gendered(surname, woman=one.woman),
                )
            self.rows["persons"].append(row)

    def _family(self, *, homeless: bool = False, split: bool = False) -> str:
        count = len(self.rows["families"]) + 1
        row: Row = (f"R{count:06}", "1" if homeless else "0")
        if self.extended:
            address = "" if homeless else people.address(self.rng)
            team = f"Zespół Pracowników Socjalnych nr {self.rng.randrange(_TEAMS) + 1}"
            row += (address, team, f"R{count - 1:06}" if split else "")
        self.rows["families"].append(row)
        return row[0]

    def _member(self, family: str, member: Member, start: int, end: int | None) -> None:
        row = (family, member.number, self._iso(start), self._iso(end))
        self.rows["memberships"].append((*row, member.role) if self.extended else row)

    def _reason(self, family: str, code: Code, start: int, end: int | None) -> None:
        row = (family, code.value, self._iso(start), self._iso(end))
        self.rows["reasons"].append(row)

    def _paid(self, family: str, person: Member, award: Award) -> None:
        """A grant that counts: granted, or revoked after something was paid."""
        total = award.total_gr(self.years.end)
        status = "revoked" if self.rng.random() < 0.03 else "granted"
        self._grant(family, person, award, status, total)

    def _unpaid(self, family: str, person: Member, award: Award) -> None:
        """A grant that does not count: refused, or revoked before anything was paid."""
        status, amount = self.rng.choice([("refused", None), ("revoked", 0), ("revoked", None)])
        self._grant(family, person, award, status, amount)

    def _grant(
        self, family: str, person: Member, award: Award, status: str, amount: int | None
    ) -> None:
        self._grants += 1
        decided = award.start - self.rng.randrange(30)
        row: Row = (
            f"D{self._grants:07}",
            family,
            person.number,
            award.benefit.value,
            self._iso(decided) if self.rng.random() < 0.99 else "",
            self._iso(award.start),
            self._iso(award.end),
            status,
            "" if amount is None else str(amount),
        )
        if self.extended:
            meals = award.benefit is Benefit.MEAL and amount
            row += (
                "" if award.once or status == "refused" else str(award.monthly_gr),
                str(amount // 500) if meals and amount else "",
            )
        self.rows["grants"].append(row)

    def _iso(self, day: int | None) -> str:
        if day is None:
            return ""
        if day not in self._days:
            self._days[day] = dt.date.fromordinal(day).isoformat()
        return self._days[day]
