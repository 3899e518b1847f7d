"""A rule from plain data (YAML, JSON or a page's form), with every fault named at its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from miernik.collection.validation.engine import words_of
from miernik.collection.validation.examples import FormFaultError, form_of
from miernik.collection.validation.faults import Fault, Place, RuleFaultsError
from miernik.collection.validation.form import readable
from miernik.collection.validation.kinds import KINDS, Parameter, Shape
from miernik.collection.validation.rule import Example, Rule, RuleKind, Scope, Severity
from miernik.collection.validation.writing import plain_value
from miernik.kernel.quantities import CountedUnit, Kind, Labelled

L = TypeVar("L", bound=Labelled)

_TEXTS = ("code", "title", "explanation", "kind", "severity", "message")
_OPTIONAL = ("scope", "parameters", "examples", "active")
_SCOPE = ("kinds", "units", "works", "name", "except_name")
_EXAMPLE = ("title", "form")
_CODE = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z][a-z0-9_-]*)*")
_LONGEST_CODE = 60
_FITS: Mapping[Shape, Callable[[Decimal], bool]] = {
    Shape.NUMBER: lambda _number: True,
    Shape.SHARE: lambda number: 0 < number < 1,
    Shape.ABOVE_ZERO: lambda number: number > 0,
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
    if texts["code"] and not _is_code(texts["code"]):
        reader.fault(("code",), "kod składa się z małych liter a-z, cyfr, kropek i kresek")
    kind = reader.member(RuleKind, fields["kind"], ("kind",))
    severity = reader.member(Severity, fields["severity"], ("severity",))
    scope = reader.scope(fields.get("scope"))
    examples = reader.examples(fields.get("examples"))
    active = reader.yes_no(fields.get("active", True), ("active",))
    if kind is None or severity is None:
        return None
    parameters = reader.parameters(kind, fields.get("parameters"))
    reader.words(kind, texts["message"])
    return Rule(
        code=texts["code"],
        title=texts["title"],
        explanation=texts["explanation"],
        kind=kind,
        severity=severity,
        message=texts["message"],
        scope=scope,
        parameters=parameters,
        examples=examples,
        active=active,
    )


def _is_code(text: str) -> bool:
    return len(text) <= _LONGEST_CODE and _CODE.fullmatch(text) is not None


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

    def texts(self, plain: Any, place: Place) -> tuple[str, ...]:
        if plain is None:
            return ()
        if not isinstance(plain, (list, tuple)):
            self.fault(place, "ma tu stać lista")
            return ()
        return tuple(self.text(item, (*place, number)) for number, item in enumerate(plain))

    def yes_no(self, plain: Any, place: Place) -> bool:
        if not isinstance(plain, bool):
            self.fault(place, f"ma tu stać {Shape.YES_NO.value}")
        return bool(plain)

    def member(self, enum: type[L], plain: Any, place: Place) -> L | None:
        try:
            return enum(plain)
        except ValueError:
            known = ", ".join(f"{member.value} ({member.label})" for member in enum)
            self.fault(place, f"nieznane „{plain}”; możliwe: {known}")
            return None

    def members(self, enum: type[L], plain: Any, place: Place) -> tuple[L, ...]:
        found = [
            self.member(enum, text, (*place, number))
            for number, text in enumerate(self.texts(plain, place))
        ]
        return tuple(member for member in found if member is not None)

    def scope(self, plain: Any) -> Scope:
        fields = self.mapping(plain or {}, ("scope",), (), _SCOPE)
        if fields is None:
            return Scope()
        return Scope(
            kinds=self.members(Kind, fields.get("kinds"), ("scope", "kinds")),
            units=self.members(CountedUnit, fields.get("units"), ("scope", "units")),
            works=self.texts(fields.get("works"), ("scope", "works")),
            name=self._piece(fields, "name"),
            except_name=self._piece(fields, "except_name"),
        )

    def _piece(self, fields: Mapping[str, Any], name: str) -> str:
        return self.text(fields[name], ("scope", name)) if fields.get(name) else ""

    def parameters(self, kind: RuleKind, plain: Any) -> dict[str, Any]:
        """Read the parameters of a kind, defaults filled in."""
        asked = KINDS[kind].parameters
        place = ("parameters",)
        fields = self.mapping(plain or {}, place, (), tuple(asked))
        found: dict[str, Any] = {}
        for name, parameter in asked.items():
            value = (fields or {}).get(name)
            if value is None:
                value = parameter.default
            if value is not None:
                found[name] = self._parameter(parameter, value, (*place, name))
            elif not parameter.optional:
                self.fault(place, f"brakuje pola „{name}” ({parameter.label})")
        return found

    def _parameter(self, parameter: Parameter, plain: Any, place: Place) -> Any:
        if parameter.shape is Shape.YES_NO:
            return self.yes_no(plain, place)
        if parameter.shape is Shape.PATTERN:
            return self.text(plain, place)
        if parameter.shape is Shape.PATTERNS:
            return self.texts(plain, place)
        number = _number(plain)
        if number is None or not _FITS[parameter.shape](number):
            self.fault(place, f"{parameter.label}: ma tu stać {parameter.shape.value}")
            return Decimal(1)
        return number

    def words(self, kind: RuleKind, message: str) -> None:
        """Note every word in braces that a rule of this kind cannot fill."""
        known = KINDS[kind].words
        for word in sorted(words_of(message) - known):
            listed = ", ".join(f"{{{name}}}" for name in sorted(known))
            self.fault(("message",), f"nie wiadomo, co wstawić za {{{word}}}; można: {listed}")

    def examples(self, plain: Any) -> tuple[Example, ...]:
        if plain is None:
            return ()
        if not isinstance(plain, (list, tuple)):
            self.fault(("examples",), "ma tu stać lista przykładów")
            return ()
        found = [self._example(item, ("examples", number)) for number, item in enumerate(plain)]
        return tuple(example for example in found if example is not None)

    def _example(self, plain: Any, place: Place) -> Example | None:
        fields = self.mapping(plain, place, _EXAMPLE, ("fires", "says"))
        if fields is None:
            return None
        form, fires = fields["form"], fields.get("fires") or ()
        if not isinstance(form, (list, tuple)) or not form:
            self.fault((*place, "form"), "ma tu stać lista wskaźników")
            return None
        try:
            form_of(form)
        except FormFaultError as error:
            self.fault((*place, "form", error.place), error.text)
            return None
        numbers = range(1, len(form) + 1)
        if not isinstance(fires, (list, tuple)) or any(item not in numbers for item in fires):
            self.fault((*place, "fires"), f"ma tu stać lista numerów od 1 do {len(form)}")
            return None
        title, says = self.text(fields["title"], (*place, "title")), fields.get("says") or ""
        return Example(title, tuple(map(plain_value, form)), tuple(sorted(fires)), str(says))


def _number(plain: Any) -> Decimal | None:
    if isinstance(plain, bool) or not isinstance(plain, (int, float, str, Decimal)):
        return None
    try:
        return readable(Decimal(str(plain)))
    except InvalidOperation:
        return None
