"""Forms of rules: fields follow the kind; they check what was typed, never what it means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from miernik.collection.validation.kinds import KINDS, Parameter, Shape
from miernik.collection.validation.rule import Rule, RuleKind, Severity
from miernik.collection.validation.writing import rule_json
from miernik.kernel.numbers import print_number, read_number
from miernik.kernel.quantities import Kind
from miernik.kernel.text import folded

_PARAMETER = "parameter-"
_NUMBER = "Podaj liczbę, na przykład 12 albo 0,05."
_LONGEST_CODE = 60
_NO_CODE = re.compile(r"[^a-z0-9]+")


class NumberField(forms.CharField):
    """A number as Poles write it: 0,05 or 1 000."""

    default_error_messages = {"required": _NUMBER, "invalid": _NUMBER}  # noqa: RUF012  # Django's own way

    def to_python(self, value: Any) -> Any:
        """Return the Decimal, None for nothing typed."""
        text = super().to_python(value)
        if not text:
            return None
        reading = read_number(text)
        if reading.number is None or reading.unit or reading.marker:
            raise forms.ValidationError(reading.doubt or _NUMBER)
        return reading.number

    def prepare_value(self, value: Any) -> Any:
        """Return the number as it is typed."""
        return print_number(value) if isinstance(value, Decimal) else value


class LinesField(forms.CharField):
    """One piece of wording a line."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs["rows"] = 3

    def to_python(self, value: Any) -> Any:
        """Return the lines that say something."""
        return [line.strip() for line in super().to_python(value).splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        """Return one text."""
        return "\n".join(value) if isinstance(value, (list, tuple)) else value


class RuleForm(forms.Form):
    """A rule of one kind. ``plain`` gives it back as values ``reading.rule_from`` reads."""

    use_required_attribute = False

    title = forms.CharField(
        label="Nazwa", max_length=120, error_messages={"required": "Nazwij regułę."}
    )
    explanation = forms.CharField(
        label="Objaśnienie",
        widget=forms.Textarea({"rows": 3}),
        help_text="Dla urzędu: po co jest ta reguła i czego nie sprawdza.",
        error_messages={"required": "Napisz, po co jest ta reguła."},
    )
    severity = forms.ChoiceField(
        label="Co robi z formularzem",
        widget=forms.RadioSelect,
        choices=[
            (Severity.ERROR.value, "Błąd: formularza nie da się przekazać"),
            (Severity.WARNING.value, "Pytanie: instytucja poprawia albo wyjaśnia"),
            (Severity.NOTE.value, "Uwaga: widzi ją tylko urząd"),
        ],
        error_messages={"required": "Wybierz, co reguła robi z formularzem."},
    )
    active = forms.BooleanField(label="Reguła jest włączona", required=False)
    message = forms.CharField(
        label="Zdanie dla instytucji",
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Napisz zdanie, które przeczyta instytucja."},
    )

    def __init__(self, kind: RuleKind, *args: Any, rule: Rule | None = None, **kwargs: Any) -> None:
        self.kind = kind
        self.rule = rule
        initial = _initial(rule) if rule else {"active": True, "severity": Severity.WARNING.value}
        super().__init__(*args, initial=initial, **kwargs)
        words = ", ".join(f"{{{word}}}" for word in sorted(KINDS[kind].words))
        self.fields["message"].help_text = f"Co ma zrobić. Można wstawić: {words}."
        for name, parameter in KINDS[kind].parameters.items():
            self.fields[_PARAMETER + name] = _field(parameter)
            if rule is None:
                self.fields[_PARAMETER + name].initial = parameter.default
        self.fields |= _scope_fields()
        if rule is not None and rule.examples:
            self.fields["kept"] = _kept(rule)
        self.fields |= _last_fields()

    @property
    def parameters(self) -> list[forms.BoundField]:
        """The fields of the kind's own parameters."""
        return [self[_PARAMETER + name] for name in KINDS[self.kind].parameters]

    def plain(self) -> dict[str, Any]:
        """Return what was typed as plain values of a rule, without its code and kind."""
        data = self.cleaned_data
        parameters = {
            name: _written(data[_PARAMETER + name]) for name in KINDS[self.kind].parameters
        }
        scope = {
            "kinds": data["kinds"],
            "units": [unit.value for unit in self.rule.scope.units] if self.rule else [],
            "works": data["works"],
            "name": data["name"],
            "except_name": data["except_name"],
        }
        return {
            "title": data["title"],
            "explanation": data["explanation"],
            "severity": data["severity"],
            "message": data["message"],
            "active": data["active"],
            "scope": {name: value for name, value in scope.items() if value},
            "parameters": {name: value for name, value in parameters.items() if value is not None},
            "examples": self._examples(),
        }

    def new_plain(self) -> dict[str, Any]:
        """Return a whole new rule as plain values; its code comes from its name."""
        code = _NO_CODE.sub("-", folded(self.cleaned_data["title"])).strip("-0123456789")
        return self.plain() | {"code": code[:_LONGEST_CODE].strip("-"), "kind": self.kind.value}

    def _examples(self) -> list[dict[str, Any]]:
        data, found = self.cleaned_data, []
        if self.rule is not None:
            written = rule_json(self.rule)["examples"]
            kept = set(data.get("kept", ()))
            found = [item for place, item in enumerate(written) if str(place) in kept]
        if data["example_number"] is not None:
            found.append(_example(data))
        return found


def _example(data: Mapping[str, Any]) -> dict[str, Any]:
    now, last = data["example_number"], data["example_last"]
    line: dict[str, Any] = {"number": format(now, "f")}
    title = f"Teraz {print_number(now)}"
    if last is not None:
        line["last"] = format(last, "f")
        title = f"Przedtem {print_number(last)}, teraz {print_number(now)}"
    if data["kinds"]:
        line["kind"] = data["kinds"][0]
    if data["works"]:
        line["work"] = data["works"][0].replace("*", "")
    if data["name"]:
        line["name"] = data["name"].split("|")[0].replace("*", " ")
    return {"title": title, "form": [line], "fires": [1] if data["example_fires"] else []}


def _initial(rule: Rule) -> dict[str, Any]:
    plain = rule_json(rule)
    names = ("title", "explanation", "severity", "active", "message")
    own = {_PARAMETER + name: value for name, value in rule.parameters.items()}
    kept = [str(place) for place in range(len(rule.examples))]
    return {name: plain[name] for name in names} | own | plain["scope"] | {"kept": kept}


def _field(parameter: Parameter) -> forms.Field:
    label = parameter.label[:1].upper() + parameter.label[1:]
    needed = not parameter.optional and parameter.default is None
    if parameter.shape is Shape.YES_NO:
        return forms.BooleanField(label=label, required=False)
    if parameter.shape is Shape.PATTERN:
        said = {"required": "Podaj fragment nazwy wskaźnika."}
        return forms.CharField(label=label, required=needed, error_messages=said)
    if parameter.shape is Shape.PATTERNS:
        return LinesField(
            label=label,
            required=needed,
            help_text="Każdy fragment w osobnym wierszu; * zastępuje dowolny tekst.",
            error_messages={"required": "Podaj co najmniej jeden fragment nazwy."},
        )
    return NumberField(
        label=label,
        required=not parameter.optional,
        help_text="" if parameter.shape is Shape.NUMBER else f"{parameter.shape.value}.",
    )


def _written(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    return value if isinstance(value, bool) else value or None


def _scope_fields() -> dict[str, forms.Field]:
    return {
        "kinds": forms.MultipleChoiceField(
            label="Tylko wskaźniki rodzaju",
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(kind.value, kind.label) for kind in Kind if kind is not Kind.MISSING],
            help_text="Bez zaznaczenia: wszystkie.",
        ),
        "works": LinesField(
            label="Tylko dokumenty o kodzie",
            required=False,
            help_text="Każdy w osobnym wierszu; * zastępuje dowolny tekst. Puste: wszystkie.",
        ),
        "name": forms.CharField(
            label="Tylko wskaźniki z tym w nazwie",
            required=False,
            max_length=200,
            help_text="Fragment nazwy; * zastępuje dowolny tekst, | oddziela możliwości.",
        ),
        "except_name": forms.CharField(
            label="Z wyjątkiem wskaźników z tym w nazwie", required=False, max_length=200
        ),
    }


def _kept(rule: Rule) -> forms.Field:
    return forms.MultipleChoiceField(
        label="Przykłady, które reguła ma spełniać",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(str(place), item.title) for place, item in enumerate(rule.examples)],
        help_text="Odznacz przykład, który po Twojej zmianie ma już nie obowiązywać.",
    )


def _last_fields() -> dict[str, forms.Field]:
    return {
        "example_number": NumberField(label="Nowy przykład: liczba teraz", required=False),
        "example_last": NumberField(label="Nowy przykład: liczba rok wcześniej", required=False),
        "example_fires": forms.BooleanField(
            label="W tym przykładzie reguła ma się odezwać", required=False
        ),
        "reason": forms.CharField(
            label="Powód zmiany",
            required=False,
            max_length=500,
            help_text="Zostaje w historii reguły i w dzienniku zdarzeń.",
        ),
        "over": forms.IntegerField(required=False, widget=forms.HiddenInput),
    }
