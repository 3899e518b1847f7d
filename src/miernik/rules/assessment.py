"""What a family could get on a day: its income, the income test and every benefit, explained."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from miernik.rules.benefits import Benefit
from miernik.rules.calculation import Explanation, explain
from miernik.rules.explanation import explanation_as_json, shown
from miernik.rules.family import FamilyCase, MemberCase
from miernik.rules.formulas.criteria import PER_PERSON, criterion, within
from miernik.rules.formulas.income import FamilyIncome, family_income
from miernik.rules.formulas.meals import meal_allowed
from miernik.rules.formulas.periodic import periodic_maximum, periodic_minimum
from miernik.rules.formulas.permanent import permanent_benefit
from miernik.rules.formulas.purposive import purposive_allowed, special_purposive_limit
from miernik.rules.income_law import Purpose
from miernik.rules.law import DatedLaw, Law, LawError
from miernik.rules.loader import law as law_of_the_program
from miernik.rules.reasons import ReasonCode
from miernik.rules.switches import checked, with_switches

FORMAT = 1
ADULT = 18
REASON_NEEDED = (
    "Poza dochodem potrzebny jest powód z art. 7 pkt 2-15 albo inna okoliczność, która uzasadnia "
    "pomoc (art. 8 ust. 1)."
)


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What one benefit could be, in grosze; ``member`` is a member's key, None for the family.

    ``entitled`` says that the conditions the rules can see are met, never that the benefit is due:
    reasons of art. 7 and discretion are a person's. ``minimum_gr`` is what must be paid at least,
    ``maximum_gr`` what may be paid at most (None: the act sets none); ``why`` is one or two Polish
    sentences.
    """

    benefit: Benefit
    member: str | None
    entitled: bool
    minimum_gr: int | None
    maximum_gr: int | None
    why: str
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Assessment:
    """Benefits of one family on a day; amounts in grosze a month."""

    family: FamilyCase
    on: dt.date
    #: The family's income by art. 8, its criterion (n × per person), and income ≤ criterion.
    income_gr: int
    criterion_gr: int
    within_criterion: bool
    income: Explanation
    income_test: Explanation
    entitlements: tuple[Entitlement, ...]
    switches: Mapping[str, str] = field(default_factory=dict)

    def label_of(self, key: str | None) -> str:
        """Return what people read of a member, "rodzina" for the whole family."""
        labels = {member.key: member.label for member in self.family.members}
        return labels[key] if key is not None else "rodzina"

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON data; amounts are whole grosze."""
        return {
            "format": FORMAT,
            "on": self.on.isoformat(),
            "persons": len(self.family.members),
            "members": [
                {"key": member.key, "label": member.label} for member in self.family.members
            ],
            "income_gr": self.income_gr,
            "criterion_gr": self.criterion_gr,
            "within_criterion": self.within_criterion,
            "switches": dict(self.switches),
            "entitlements": [
                {
                    "benefit": str(item.benefit),
                    "label": item.benefit.label,
                    "member": item.member,
                    "entitled": item.entitled,
                    "minimum_gr": item.minimum_gr,
                    "maximum_gr": item.maximum_gr,
                    "why": item.why,
                    "explanation": explanation_as_json(item.explanation),
                }
                for item in self.entitlements
            ],
            "income": explanation_as_json(self.income),
            "income_test": explanation_as_json(self.income_test),
        }


def assess(
    case: FamilyCase,
    on: dt.date,
    *,
    switches: Mapping[str, str] | None = None,
    law: Law | None = None,
    income_lost: bool | None = None,
    applied_on: dt.date | None = None,
) -> Assessment:
    """Assess a family under the law of a day, by default that of the application.

    ``switches`` choose disputed readings; ``law`` takes the place of that of the program (what
    if?); ``income_lost`` overrides what the receipts say and ``applied_on`` the day whose
    month before is asked for (``formulas.income``). Raises LawError for
    a family without members, an unknown switch and days whose law is not known.
    """
    if not case.members:
        raise LawError("Rodzina musi mieć co najmniej jedną osobę. Podaj jej członków.")
    chosen = checked(switches or {})
    dated = with_switches(law or law_of_the_program(), chosen).on(on)
    persons = len(case.members)
    limit = explain(dated, criterion, persons=persons).result or 0
    income = family_income(case, dated, income_lost=income_lost, applied_on=applied_on)
    test = explain(dated, within, persons=persons, income=income.amount_gr)
    assessing = _Assessing(case, dated, income, income_lost, applied_on)
    permanent = assessing.permanent()
    return Assessment(
        family=case,
        on=on,
        income_gr=income.amount_gr,
        criterion_gr=limit,
        within_criterion=income.amount_gr <= limit,
        income=income.explanation,
        income_test=test,
        entitlements=(
            *permanent,
            assessing.known(Benefit.PERIODIC, lambda: assessing.periodic(permanent)),
            assessing.known(Benefit.PURPOSIVE, assessing.purposive),
            assessing.known(Benefit.SPECIAL_PURPOSIVE, assessing.special_purposive),
            assessing.known(Benefit.MEAL_ALLOWANCE, assessing.meals),
        ),
        switches=chosen,
    )


@dataclass(frozen=True, slots=True)
class _Assessing:
    """One method a benefit."""

    case: FamilyCase
    law: DatedLaw
    income: FamilyIncome
    income_lost: bool | None
    applied_on: dt.date | None

    @property
    def persons(self) -> int:
        return len(self.case.members)

    def known(self, benefit: Benefit, found: Callable[[], Entitlement]) -> Entitlement:
        """Return what was found, or that the law of the day has no such rule."""
        try:
            return found()
        except LawError as error:
            nothing = Explanation(benefit, benefit.label, self.law.day)
            return Entitlement(benefit, None, False, None, None, str(error), nothing)

    def permanent(self) -> list[Entitlement]:
        """Zasiłek stały of every member unable to work, on income without zasiłek okresowy."""
        unable = [member for member in self.case.members if member.unable_to_work]
        if not unable:
            return []
        income = family_income(
            self.case,
            self.law,
            purpose=Purpose.PERMANENT,
            income_lost=self.income_lost,
            applied_on=self.applied_on,
        )
        return [self._permanent_of(member, income) for member in unable]

    def _permanent_of(self, member: MemberCase, income: FamilyIncome) -> Entitlement:
        way = explain(
            self.law,
            permanent_benefit,
            persons=self.persons,
            family_income=income.amount_gr,
            own_income=income.of(member.key),
        )
        if income.amount_gr != self.income.amount_gr:
            way = joined(income.explanation, way)
        amount = way.result or 0
        if _is_minor(member, self.law.day):
            why = "Zasiłek stały przysługuje osobie pełnoletniej (art. 37 ust. 1)."
            return Entitlement(Benefit.PERMANENT, member.key, False, None, None, why, way)
        if amount == 0:
            why = self._not_below(income.of(member.key))
            return Entitlement(Benefit.PERMANENT, member.key, False, None, None, why, way)
        why = "Dochód jest niższy od kryterium (art. 37 ust. 1)."
        return Entitlement(Benefit.PERMANENT, member.key, True, amount, amount, why, way)

    def _not_below(self, own_income: int) -> str:
        if self.persons == 1:
            return "Dochód nie jest niższy od kryterium (art. 37 ust. 1 pkt 1)."
        if own_income >= self.law.amount(PER_PERSON):
            return "Dochód własny nie jest niższy od kryterium na osobę (art. 37 ust. 1 pkt 2)."
        return "Dochód na osobę w rodzinie nie jest niższy od kryterium (art. 37 ust. 1 pkt 2)."

    def periodic(self, permanent: Sequence[Entitlement]) -> Entitlement:
        """Zasiłek okresowy; ``permanent`` are the lines of zasiłek stały."""
        given = {"persons": self.persons, "income": self.income.amount_gr}
        least = explain(self.law, periodic_minimum, **given)
        most = explain(self.law, periodic_maximum, **given)
        way = replace(joined(least, most), rule="zasilek_okresowy", title="Zasiłek okresowy")
        minimum, maximum = least.result or 0, most.result or 0
        if minimum == 0:
            why = "Dochód nie jest niższy od kryterium (art. 38 ust. 1)."
            return Entitlement(Benefit.PERIODIC, None, False, None, None, why, way)
        why = "Kwotę w tych granicach i okres ustala ośrodek."
        if any(line.entitled for line in permanent):
            why += " Wypłacany zasiłek stały jest dochodem następnych miesięcy."
        why = self._with_reason(why)
        return Entitlement(Benefit.PERIODIC, None, True, minimum, maximum, why, way)

    def purposive(self) -> Entitlement:
        way = explain(
            self.law, purposive_allowed, persons=self.persons, income=self.income.amount_gr
        )
        if not way.result:
            why = "Dochód przekracza kryterium (art. 8 ust. 1)."
            return Entitlement(Benefit.PURPOSIVE, None, False, None, None, why, way)
        why = self._with_reason("Możliwy; kwotę ustala ośrodek według potrzeby (art. 39).")
        return Entitlement(Benefit.PURPOSIVE, None, True, None, None, why, way)

    def special_purposive(self) -> Entitlement:
        way = explain(
            self.law, special_purposive_limit, persons=self.persons, income=self.income.amount_gr
        )
        limit = way.result or 0
        if limit == 0:
            why = "Dochód nie przekracza kryterium: możliwy jest zwykły zasiłek celowy."
            return Entitlement(Benefit.SPECIAL_PURPOSIVE, None, False, None, None, why, way)
        why = f"W szczególnie uzasadnionym przypadku, najwyżej {shown(limit)} (art. 41 pkt 1)."
        return Entitlement(Benefit.SPECIAL_PURPOSIVE, None, True, None, limit, why, way)

    def meals(self) -> Entitlement:
        way = explain(self.law, meal_allowed, persons=self.persons, income=self.income.amount_gr)
        allowed = bool(way.result)
        why = (
            "Dochód nie przekracza kryterium dożywiania; kwotę ustala ośrodek."
            if allowed
            else "Dochód przekracza kryterium dożywiania."
        )
        return Entitlement(Benefit.MEAL_ALLOWANCE, None, allowed, None, None, why, way)

    def _with_reason(self, why: str) -> str:
        if any(reason is not ReasonCode.POVERTY for reason in self.case.reasons):
            return why
        return f"{why} {REASON_NEEDED}"


def joined(first: Explanation, second: Explanation) -> Explanation:
    """Return the second explanation with what only the first one has put before it."""

    def both(before: list[Any], after: list[Any]) -> list[Any]:
        return [*before, *(item for item in after if item not in before)]

    return replace(
        second,
        inputs=both(first.inputs, second.inputs),
        parameters=both(first.parameters, second.parameters),
        choices=both(first.choices, second.choices),
        steps=both(first.steps, second.steps),
        rounding=second.rounding or first.rounding,
    )


def _is_minor(member: MemberCase, day: dt.date) -> bool:
    if member.birth_date is None:
        return False
    born = member.birth_date
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day)) < ADULT
