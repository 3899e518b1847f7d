"""A rule from plain data (YAML or JSON), with every fault named at its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from miernik.collection.validation.engine import words_of
from miernik.collection.validation.examples import FormFaultError, form_of
from miernik.collection.validation.faults import Fault, Place, RuleFaultsError
from miernik.collection.validation.form import readable
from miernik.collection.validation.kinds import KINDS, Asked, Form
from miernik.collection.validation.rule import Example, Rule, RuleKind, Scope, Severity
from miernik.kernel.quantities import CountedUnit, Kind, Labelled

_TEXTS = ("code", "title", "explanation", "kind", "severity", "message")
_OPTIONAL = ("scope", "parameters", "examples", "active")
_CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
_LONGEST_PATTERN = 200
_NUMBER_FAULT: Mapping[Form, Callable[[Decimal], bool]] = {
    Form.NUMBER: lambda _number: False,
    Form.SHARE: lambda number: not 0 < number < 1,
    Form.ABOVE_ZERO: lambda number: number <= 0,
}


def rule_from(plain: Any) -> Rule:
    """Return the rule written as plain values; raises RuleFaultsError with all its faults."""
    faults: list[Fault] = []
    rule = read_rule(plain, faults)
    if faults or rule is None:
        raise RuleFaultsError([fault.sentence for fault in faults])
    return rule


def read_rule(plain: Any, faults: list[Fault], place: Place = ()) -> Rule | None:
    """Read one rule; adds what is wrong to ``faults``, None when no rule can be made of it."""
    reader = _Reader(faults, place)
    fields = reader.mapping(plain, (), _TEXTS, _OPTIONAL)
    if fields is None:
        return None
    texts = {name: reader.text(fields[name], (name,)) for name in _TEXTS}
    if texts["code"] and not _CODE.fullmatch(texts["code"]):
        reader.fault(("code",), "kod składa się z małych liter a-z, cyfr, kropek i podkreśleń")
    kind = reader.member(RuleKind, fields["kind"], ("kind",))
    severity = reader.member(Severity, fields["severity"], ("severity",))
    scope = reader.scope(fields.get("scope"))
    examples = reader.examples(fields.get("examples"))
    active = fields.get("active", True)
    if not isinstance(active, bool):
        reader.fault(("active",), "może być tylko true albo false")
    if kind is None or severity is None:
        return None
    parameters = reader.parameters(kind, fields.get("parameters"))
    reader.words(kind, texts["message"])
    return Rule(
        texts["code"],
        texts["title"],
        texts["explanation"],
        kind,
        severity,
        texts["message"],
        scope,
        parameters,
        examples,
        bool(active),
    )


def read_parameters(kind: RuleKind, plain: Any, faults: list[Fault]) -> dict[str, Any]:
    """Read parameters of a rule of this kind, defaults filled in."""
    return _Reader(faults, ()).parameters(kind, plain)


def check_words(kind: RuleKind, message: str, faults: list[Fault]) -> None:
    """Note every word in braces that a rule of this kind cannot fill."""
    _Reader(faults, ()).words(kind, message)


class _Reader:
    """Reads the parts of one rule and notes what is wrong with them."""

    def __init__(self, faults: list[Fault], place: Place) -> None:
        self._faults = faults
        self._place = place

    def fault(self, place: Place, text: str) -> None:
        self._faults.append(Fault(self._place + place, text))

    def mapping(
        self, plain: Any, place: Place, required: Sequence[str], optional: Sequence[str]
    ) -> dict[str, Any] | None:
        """Return the fields, or None when a required one is missing."""
        if not isinstance(plain, Mapping):
            self.fault(place, "ma tu stać zbiór pól „nazwa: wartość”")
            return None
        for name in plain:
            if name not in required and name not in optional:
                known = ", ".join((*required, *optional)) or "żadne"
                self.fault((*place, str(name)), f"nieznane pole; znane są: {known}")
        missing = [name for name in required if name not in plain]
        for name in missing:
            self.fault(place, f"brakuje pola „{name}”")
        return None if missing else {str(name): value for name, value in plain.items()}

    def text(self, plain: Any, place: Place) -> str:
        if isinstance(plain, str) and plain.strip():
            return " ".join(plain.split())
        self.fault(place, "ma tu stać tekst")
        return ""

    def member[T: Labelled](self, enum: type[T], plain: Any, place: Place) -> T | None:
        try:
            return enum(plain)
        except ValueError:
            known = ", ".join(f"{member.value} ({member.label})" for member in enum)
            self.fault(place, f"nieznane „{plain}”; możliwe: {known}")
            return None
