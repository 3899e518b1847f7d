"""Income of a family by art. 8: every receipt, counted or not, and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from miernik.rules.calculation import Calculation, Explained, Explanation
from miernik.rules.explanation import shown
from miernik.rules.family import FamilyCase, IncomeItem, MemberCase
from miernik.rules.formulas.one_off import is_spread
from miernik.rules.income_law import Exclusion, IncomeLaw, Purpose, income_law
from miernik.rules.incomes import IncomeKind
from miernik.rules.law import DatedLaw

RULE = "income"
ART_8 = "art. 8 ust. 3"
ROUNDING = "dochód z hektarów i miesięczne części dochodu do pełnego grosza, połówki w górę"


@dataclass(frozen=True, slots=True)
class ItemIncome:
    """What one receipt adds to the income of the month (grosze), and why."""

    item: IncomeItem
    counted: bool
    amount_gr: int
    why: str
    article: str


@dataclass(frozen=True, slots=True)
class MemberIncome:
    """Income of one member (grosze), with alimony paid to others already taken off."""

    key: str
    label: str
    amount_gr: int
    items: tuple[ItemIncome, ...]


@dataclass(frozen=True, slots=True)
class FamilyIncome:
    """Income of a family in ``month`` (its first day), in grosze."""

    month: dt.date
    amount_gr: int
    members: tuple[MemberIncome, ...]
    explanation: Explanation

    def of(self, key: str) -> int:
        """Return the income of a member by key."""
        return next(member.amount_gr for member in self.members if member.key == key)


def family_income(
    case: FamilyCase,
    law: DatedLaw,
    *,
    purpose: Purpose = Purpose.CASH,
    income_lost: bool | None = None,
    applied_on: dt.date | None = None,
    rules: IncomeLaw | None = None,
) -> FamilyIncome:
    """Count the income of a family under the law of a day.

    ``applied_on`` is the day of the application, that of ``law`` by default; a benefit that begins
    later still rests on the same month. The month is the one before the application; the month of
    the application when income was lost (art. 8 ust. 3), which is found from the receipts' ends
    unless ``income_lost`` says it. Nothing is divided by persons. A month's part of a longer
    receipt and the income of a farm are whole grosze, halves up; nothing else is rounded.
    """
    law_of_income = rules or income_law()
    applied = applied_on or law.day
    lost = _lost(case, applied, law_of_income, purpose) if income_lost is None else income_lost
    month = applied.replace(day=1) if lost else _month_before(applied)
    calculation = Explained(law, RULE, f"Dochód rodziny ({purpose.label})")
    calculation.given("month", "Miesiąc, z którego liczy się dochód", f"{month:%m.%Y}", "")
    calculation.given("income_lost", "Utrata dochodu", lost, "tak/nie")
    counting = _Counting(calculation, law_of_income, purpose, month, len(case.members))
    members = tuple(counting.member(member) for member in case.members)
    total = sum(member.amount_gr for member in members)
    calculation.step("Dochód rodziny w miesiącu", total, article="art. 6 pkt 4, art. 8 ust. 3")
    if calculation.explanation.rounding:
        calculation.explanation.rounding = ROUNDING
    calculation.explanation.result = total
    return FamilyIncome(month, total, members, calculation.explanation)


@dataclass(frozen=True, slots=True)
class _Counting:
    """Counts the receipts of one month for one purpose."""

    calculation: Calculation
    rules: IncomeLaw
    purpose: Purpose
    month: dt.date
    persons: int

    def member(self, member: MemberCase) -> MemberIncome:
        """Count one member and note every line."""
        items = tuple(self._item(member, item) for item in member.incomes)
        for entry in items:
            self.calculation.step(
                f"{member.label}: {entry.item.kind.label} – {entry.why}",
                entry.amount_gr,
                article=entry.article,
            )
        amount = sum(entry.amount_gr for entry in items)
        amount -= self._alimony(member, items, amount)
        self.calculation.step(f"{member.label}: dochód", amount, article=ART_8)
        return MemberIncome(member.key, member.label, amount, items)

    def _alimony(self, member: MemberCase, items: tuple[ItemIncome, ...], amount: int) -> int:
        """Return the alimony the member pays this month, at most the income there is."""
        deduction = self.rules.deduction("alimony", self.calculation.day)
        paid = sum(
            entry.item.alimony_paid_gr
            for entry in items
            if (entry.counted if entry.item.one_off else self._runs(entry.item))
        )
        if not paid or deduction is None:
            return 0
        taken = min(paid, amount)
        text = f"{member.label}: odliczono {deduction.label}"
        self.calculation.step(text, -taken, article=deduction.provision.article)
        return taken

    def _item(self, member: MemberCase, item: IncomeItem) -> ItemIncome:
        exclusion = self.rules.exclusion(item.kind, self.calculation.day, self.purpose)
        if exclusion is not None:
            return _left_out(item, exclusion)
        if item.kind is IncomeKind.FARM and item.hectares is not None:
            return self._farm(member, item)
        if item.one_off:
            return self._single(item)
        if not self._runs(item):
            return ItemIncome(item, False, 0, "nie w tym miesiącu", ART_8)
        net, taken = self._net(item)
        return ItemIncome(item, True, net, taken or "wlicza się", ART_8)

    def _farm(self, member: MemberCase, item: IncomeItem) -> ItemIncome:
        """Count converted hectares at the flat amount; nothing is deducted from it."""
        if not self._runs(item):
            return ItemIncome(item, False, 0, "nie w tym miesiącu", ART_8)
        farm = self.rules.small_farm
        plots = [one.hectares for one in member.incomes if one.hectares and self._runs(one)]
        area = sum(plots, start=Decimal(0))
        if farm.holds(self.calculation.day) and area < self.rules.small_farm_hectares:
            return ItemIncome(item, False, 0, "poniżej 1 ha przeliczeniowego", farm.article)
        assert item.hectares is not None
        hectares = Fraction(item.hectares)
        a_hectare = self.calculation.amount("dochod_1ha_przelicz")
        amount = self.calculation.half_up(a_hectare * hectares.numerator, hectares.denominator)
        shown_area = str(item.hectares.normalize()).replace(".", ",")
        why = f"{shown_area} ha przeliczeniowego × {shown(a_hectare)}"
        return ItemIncome(item, True, amount, why, "art. 8 ust. 9")

    def _single(self, item: IncomeItem) -> ItemIncome:
        """Count a single receipt: for its period, in twelve parts, or whole in its month."""
        net, _ = self._net(item)
        start = (item.since or self.month).replace(day=1)
        if item.until is not None:
            months, article = _months_between(start, item.until) + 1, "art. 8 ust. 12"
            why = f"część dochodu należnego za okres ({months} mies.)"
        elif is_spread(
            self.calculation, single=self.persons == 1, persons=self.persons, amount=net
        ):
            months = self.calculation.number("dochod_jednorazowy_czesci")
            article = "art. 8 ust. 11"
            why = "dwunasta część dochodu jednorazowego ponad pięciokrotność kryterium"
        else:
            months, article, why = 1, ART_8, "dochód jednorazowy"
        if not 0 <= _months_between(start, self.month) < months:
            return ItemIncome(item, False, 0, "nie na ten miesiąc", article)
        part = self.calculation.half_up(net, months) if months > 1 else net
        return ItemIncome(item, True, part, why, article)

    def _net(self, item: IncomeItem) -> tuple[int, str]:
        """Return the receipt less what is deducted (never below 0), and what that was."""
        amount, taken = item.amount_gr, []
        for name, value in (
            ("tax", item.tax_gr),
            ("costs", item.costs_gr),
            ("contributions", item.contributions_gr),
        ):
            deduction = self.rules.deduction(name, self.calculation.day)
            of_business = name == "costs" and item.kind is IncomeKind.BUSINESS
            if value and (deduction is not None or of_business):
                amount -= value
                label = deduction.label if deduction else "koszty uzyskania przychodu"
                taken.append(f"{label} {shown(value)}")
        if not taken:
            return amount, ""
        return max(amount, 0), f"z {shown(item.amount_gr)} odliczono: {', '.join(taken)}"

    def _runs(self, item: IncomeItem) -> bool:
        following = _month_after(self.month)
        began = item.since is None or item.since < following
        return began and (item.until is None or item.until >= self.month)


def _left_out(item: IncomeItem, exclusion: Exclusion) -> ItemIncome:
    return ItemIncome(item, False, 0, "nie wlicza się", exclusion.provision.article)


def _lost(case: FamilyCase, day: dt.date, rules: IncomeLaw, purpose: Purpose) -> bool:
    """Whether a monthly receipt ended before the application and no other of its kind follows."""
    for member in case.members:
        for item in member.incomes:
            if item.one_off or item.until is None or rules.exclusion(item.kind, day, purpose):
                continue
            ended = _month_before(day) <= item.until < day
            if ended and not _followed(member, item, day):
                return True
    return False


def _followed(member: MemberCase, ended: IncomeItem, day: dt.date) -> bool:
    return any(
        item.kind is ended.kind
        and item is not ended
        and not item.one_off
        and (item.since is None or item.since <= day)
        and (item.until is None or item.until >= day)
        for item in member.incomes
    )


def _month_before(day: dt.date) -> dt.date:
    return (day.replace(day=1) - dt.timedelta(days=1)).replace(day=1)


def _month_after(day: dt.date) -> dt.date:
    return (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1)


def _months_between(first: dt.date, second: dt.date) -> int:
    return (second.year - first.year) * 12 + second.month - first.month
