"""Worked examples of fees, integration, income and partial months.

Amounts go in and come out in zloty; inside they are grosze, rounded where the rule says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from miernik.rules.calculation import Explained, Inputs, Rule, explain
from miernik.rules.formulas import fees, fractions, integration, one_off, residential, specialised
from miernik.rules.law import DatedLaw
from miernik.rules.switches import (
    DAILY_RATE,
    FAMILY_SURPLUS,
    ONCE,
    PARTIAL_MONTH,
    PER_HEAD,
    WHOLE_FAMILY,
    with_switches,
)
from miernik.rules.worked_inputs import Given, InputError, amount, exact, flag, number

Worked = Callable[[DatedLaw, Given], Fraction]


def _zloty(
    law: DatedLaw, what: Rule[Inputs], /, *values: Inputs.args, **inputs: Inputs.kwargs
) -> Fraction:
    return Fraction(explain(law, what, *values, **inputs).result or 0, 100)


def _read(law: DatedLaw, name: str, value: str) -> DatedLaw:
    return with_switches(law.law, {name: value}).on(law.day)


def _half_up(value: Fraction) -> Fraction:
    """Round zloty to the grosz, halves up."""
    return Fraction((2 * value.numerator * 100 + value.denominator) // (2 * value.denominator), 100)


def _partial(rounding: str) -> Worked:
    def worked(law: DatedLaw, given: Given) -> Fraction:
        days, month_days = number(given, "days"), number(given, "month_days", least=1)
        if days > month_days:
            raise InputError("Dana „days” ma być nie większa niż „month_days”.")
        return _zloty(
            _read(law, PARTIAL_MONTH, rounding),
            fractions.partial_month,
            monthly=amount(given, "monthly"),
            days=days,
            month_days=month_days,
        )

    return worked


def _family_maximum(reading: str) -> Worked:
    def worked(law: DatedLaw, given: Given) -> Fraction:
        return _zloty(
            _read(law, FAMILY_SURPLUS, reading),
            residential.family_maximum,
            income=amount(given, "family_income"),
            persons=number(given, "n", least=1),
        )

    return worked


def _surplus(reading: str) -> Worked:
    """The surplus over a threshold with the criterion given, instead of that of the law."""

    def worked(law: DatedLaw, given: Given) -> Fraction:
        if "criterion" not in given:
            return _family_maximum(reading)(law, given)
        calculation = Explained(_read(law, FAMILY_SURPLUS, reading), "surplus", "Nadwyżka")
        threshold = residential.threshold_of(calculation, criterion=amount(given, "criterion"))
        over: int = residential.surplus(
            calculation,
            income=amount(given, "family_income"),
            persons=number(given, "n", least=1),
            threshold=threshold,
        )
        return Fraction(over, 100)

    return worked


def _resident(law: DatedLaw, given: Given) -> Fraction:
    income = amount(given, "income")
    cost = amount(given, "cost") if "cost" in given else income
    return _zloty(law, residential.resident_fee, income=income, cost=cost)


def _resident_income(law: DatedLaw, given: Given) -> Fraction:
    """Return the income of which the fee is 70 %: the rule of the resident turned round."""
    return _half_up(exact(given, "fee") / law.ratio("dps_mieszkaniec_max"))


def _municipality(law: DatedLaw, given: Given) -> Fraction:
    paid = given.get("paid", [])
    if not isinstance(paid, list):
        raise InputError("Dana „paid” ma być listą kwot.")
    total = sum(amount({"paid": item}, "paid") for item in paid)
    return _zloty(law, residential.municipality_fee, cost=amount(given, "cost"), paid=total)


def _integration(law: DatedLaw, given: Given) -> Fraction:
    return _zloty(
        law,
        integration.integration_maximum,
        persons=number(given, "n", least=1),
        month=number(given, "month", least=1),
    )


def _care_fee(law: DatedLaw, given: Given) -> Fraction:
    table = fees.checked(_table(given))
    return _zloty(
        law,
        fees.hourly_fee,
        table=table,
        single=flag(given, "single"),
        income=amount(given, "income"),
    )


def _table(given: Given) -> fees.FeeTable:
    table = given.get("table")
    if not isinstance(table, dict):
        raise InputError("Brakuje danej „table”.")
    return fees.FeeTable(
        "tabela przykładu",
        amount(table, "hourly"),
        _column(table, "single"),
        _column(table, "family"),
    )


def _column(table: Mapping[str, Any], name: str) -> tuple[fees.Band, ...]:
    rows = table.get(name)
    if not isinstance(rows, list) or not all(
        isinstance(row, list) and len(row) == 2 for row in rows
    ):
        raise InputError(f"Kolumna „{name}” ma być listą par: górna granica i część kosztu.")
    return fees.bands_up_to([(_bound(upto), _ratio(share)) for upto, share in rows])


def _bound(value: Any) -> Fraction | None:
    return None if value is None else _ratio(value)


def _ratio(value: int | Decimal) -> Fraction:
    return exact({"value": value}, "value")


def _specialised(law: DatedLaw, given: Given) -> Fraction:
    return _zloty(
        law,
        specialised.specialised_fee,
        single=flag(given, "single"),
        income=amount(given, "income"),
        hourly=amount(given, "hourly"),
    )


def _lump_sum(law: DatedLaw, given: Given) -> Fraction:
    return _zloty(
        law,
        one_off.monthly_part,
        single=flag(given, "single"),
        persons=number(given, "n", least=1) if "n" in given else 1,
        amount=amount(given, "amount"),
    )


OTHER: Mapping[str, Worked] = {
    "partial": _partial(ONCE),
    "partial_rounded_rate": _partial(DAILY_RATE),
    "dps_resident": _resident,
    "dps_resident_70": _resident_income,
    "dps_family_max_per_head": _family_maximum(PER_HEAD),
    "dps_family_max_whole": _family_maximum(WHOLE_FAMILY),
    "dps_threshold_per_head_500": _surplus(PER_HEAD),
    "dps_threshold_whole_500": _surplus(WHOLE_FAMILY),
    "dps_gmina": _municipality,
    "ipi": _integration,
    "care_fee": _care_fee,
    "spec_fee": _specialised,
    "lump_sum_month": _lump_sum,
}
