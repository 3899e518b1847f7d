"""A family as the rules saw it, stored with the decision so that it can be run again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from miernik.rules.family import FamilyCase, IncomeItem, MemberCase
from miernik.rules.incomes import IncomeKind
from miernik.rules.reasons import ReasonCode

_DEDUCTIONS = ("tax_gr", "costs_gr", "contributions_gr", "alimony_paid_gr")


def family_as_json(family: FamilyCase) -> dict[str, Any]:
    """Return the family as plain JSON data, in the order it has."""
    return {
        "homeless": family.homeless,
        "reasons": [reason.value for reason in family.reasons],
        "members": [
            {
                "key": member.key,
                "label": member.label,
                "birth_date": _day(member.birth_date),
                "unable_to_work": member.unable_to_work,
                "incomes": [_income_as_json(item) for item in member.incomes],
            }
            for member in family.members
        ],
    }


def family_from_json(data: Mapping[str, Any]) -> FamilyCase:
    """Return what ``family_as_json`` was given."""
    return FamilyCase(
        members=tuple(
            MemberCase(
                key=member["key"],
                label=member["label"],
                birth_date=_read_day(member["birth_date"]),
                unable_to_work=member["unable_to_work"],
                incomes=tuple(_income_from_json(item) for item in member["incomes"]),
            )
            for member in data["members"]
        ),
        reasons=tuple(ReasonCode(code) for code in data["reasons"]),
        homeless=data["homeless"],
    )


def _income_as_json(item: IncomeItem) -> dict[str, Any]:
    return {
        "kind": item.kind.value,
        "amount_gr": item.amount_gr,
        **{name: getattr(item, name) for name in _DEDUCTIONS},
        "hectares": str(item.hectares) if item.hectares is not None else None,
        "one_off": item.one_off,
        "since": _day(item.since),
        "until": _day(item.until),
    }


def _income_from_json(data: Mapping[str, Any]) -> IncomeItem:
    return IncomeItem(
        kind=IncomeKind(data["kind"]),
        amount_gr=data["amount_gr"],
        **{name: data[name] for name in _DEDUCTIONS},
        hectares=Decimal(data["hectares"]) if data["hectares"] is not None else None,
        one_off=data["one_off"],
        since=_read_day(data["since"]),
        until=_read_day(data["until"]),
    )


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _read_day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
