"""A family written down as JSON (``docs/przypadek.md``): amounts in zloty, dates as RRRR-MM-DD."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from miernik.kernel.dates import day_written
from miernik.kernel.errors import MiernikError
from miernik.kernel.quantities import Labelled
from miernik.rules.family import FamilyCase, IncomeItem, MemberCase
from miernik.rules.incomes import IncomeKind
from miernik.rules.reasons import ReasonCode

_TOP = {"on", "members", "reasons", "homeless", "income_lost", "switches"}
_MEMBER = {"key", "label", "birth_date", "unable_to_work", "income", "incomes"}
_AMOUNTS = {
    "amount": "amount_gr",
    "tax": "tax_gr",
    "costs": "costs_gr",
    "contributions": "contributions_gr",
    "alimony_paid": "alimony_paid_gr",
}
_INCOME = {"kind", "hectares", "one_off", "since", "until", *_AMOUNTS}
_LARGEST = Decimal(10**9)

Code = TypeVar("Code", bound=Labelled)


class CaseError(MiernikError):
    """The document is not a case; one Polish sentence that names the place."""

    def __init__(self, path: str, what: str) -> None:
        super().__init__(f"{path or 'Przypadek'}: {what}.")


@dataclass(frozen=True, slots=True)
class CaseDocument:
    """A family, the day asked about (None: none was given) and the switches."""

    family: FamilyCase
    on: dt.date | None = None
    income_lost: bool | None = None
    switches: Mapping[str, str] = field(default_factory=dict)


def case_from_json(document: Any) -> CaseDocument:
    """Read a case; raises CaseError for the first thing that is wrong.

    ``document`` is parsed JSON; numbers may be ``Decimal``, ``int`` or ``float``.
    """
    fields = _object(document, "", _TOP)
    if "members" not in fields:
        raise CaseError("", "brakuje listy „members”, podaj osoby w rodzinie")
    rows = _list(fields["members"], "members")
    if not rows:
        raise CaseError("members", "lista jest pusta, podaj co najmniej jedną osobę")
    members = tuple(_member(row, f"members[{place}]", place) for place, row in enumerate(rows))
    keys = [member.key for member in members]
    for place, key in enumerate(keys):
        if key in keys[:place]:
            raise CaseError(f"members[{place}].key", f"oznaczenie „{key}” już było")
    reasons = tuple(
        _code(ReasonCode, value, f"reasons[{place}]")
        for place, value in enumerate(_list(fields.get("reasons", []), "reasons"))
    )
    lost = fields.get("income_lost")
    switches = _object(fields.get("switches", {}), "switches", None)
    return CaseDocument(
        FamilyCase(members, reasons, _flag(fields.get("homeless", False), "homeless")),
        _date(fields.get("on"), "on"),
        None if lost is None else _flag(lost, "income_lost"),
        {name: _text(value, f"switches.{name}") for name, value in switches.items()},
    )


def _member(row: Any, path: str, place: int) -> MemberCase:
    fields = _object(row, path, _MEMBER)
    incomes = [
        _income(item, f"{path}.incomes[{number}]")
        for number, item in enumerate(_list(fields.get("incomes", []), f"{path}.incomes"))
    ]
    if "income" in fields:
        net = _amount(fields["income"], f"{path}.income")
        incomes.append(IncomeItem(IncomeKind.OTHER, net))
    return MemberCase(
        key=_text(fields.get("key", str(place + 1)), f"{path}.key"),
        label=_text(fields.get("label", f"Osoba {place + 1}"), f"{path}.label"),
        birth_date=_date(fields.get("birth_date"), f"{path}.birth_date"),
        unable_to_work=_flag(fields.get("unable_to_work", False), f"{path}.unable_to_work"),
        incomes=tuple(incomes),
    )


def _income(row: Any, path: str) -> IncomeItem:
    fields = _object(row, path, _INCOME)
    if "kind" not in fields:
        raise CaseError(path, "brakuje pola „kind” (rodzaj dochodu)")
    if "amount" not in fields and "hectares" not in fields:
        raise CaseError(path, "brakuje pola „amount” (kwota w złotych)")
    amounts = {name: _amount(fields.get(key, 0), f"{path}.{key}") for key, name in _AMOUNTS.items()}
    since = _date(fields.get("since"), f"{path}.since")
    until = _date(fields.get("until"), f"{path}.until")
    if since is not None and until is not None and until < since:
        raise CaseError(f"{path}.until", "okres kończy się przed początkiem")
    hectares = fields.get("hectares")
    return IncomeItem(
        kind=_code(IncomeKind, fields["kind"], f"{path}.kind"),
        hectares=None if hectares is None else _number(hectares, f"{path}.hectares"),
        one_off=_flag(fields.get("one_off", False), f"{path}.one_off"),
        since=since,
        until=until,
        **amounts,
    )


def _object(value: Any, path: str, known: set[str] | None) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise CaseError(path, "potrzebny jest obiekt JSON, czyli pola w nawiasach { }")
    for name in value:
        if known is not None and name not in known:
            place = f"{path}.{name}" if path else str(name)
            raise CaseError(place, f"nieznane pole, znane są: {', '.join(sorted(known))}")
    return value


def _list(value: Any, path: str) -> list[Any]:
    if not isinstance(value, list):
        raise CaseError(path, "potrzebna jest lista, czyli wartości w nawiasach [ ]")
    return value


def _number(value: Any, path: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise CaseError(path, "to nie jest liczba")
    try:
        number = Decimal(str(value).replace(",", "."))
    except InvalidOperation as error:
        raise CaseError(path, f"„{value}” nie jest liczbą") from error
    if not number.is_finite() or not 0 <= number <= _LARGEST:
        raise CaseError(path, f"„{value}” nie jest liczbą od 0 do miliarda")
    return number


def _amount(value: Any, path: str) -> int:
    """Return grosze."""
    grosze = _number(value, path) * 100
    if grosze != grosze.to_integral_value():
        raise CaseError(path, f"kwota „{value}” ma części grosza, podaj złote i grosze")
    return int(grosze)


def _flag(value: Any, path: str) -> bool:
    if not isinstance(value, bool):
        raise CaseError(path, "potrzebne jest true albo false")
    return value


def _text(value: Any, path: str) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str) or not value.strip():
        raise CaseError(path, "potrzebny jest tekst")
    return value.strip()


def _date(value: Any, path: str) -> dt.date | None:
    if value is None:
        return None
    try:
        return day_written(value)
    except (TypeError, ValueError) as error:
        raise CaseError(path, f"„{value}” nie jest dniem w zapisie RRRR-MM-DD") from error


def _code(codes: type[Code], value: Any, path: str) -> Code:
    try:
        return codes(value)
    except ValueError as error:
        known = ", ".join(codes)
        raise CaseError(path, f"nie znam „{value}”, znane są: {known}") from error
