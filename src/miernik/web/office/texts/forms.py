"""Forms of texts: they check what was typed, never what it means."""

from __future__ import annotations

from typing import Any

from django import forms

from miernik.strategy.models import FieldType, LineageKind, UnitKind
from miernik.strategy.text.content import Table
from miernik.strategy.text.reading import Line
from miernik.web.office.campaigns.forms import text
from miernik.web.office.forms import NEWEST, OLDEST
from miernik.web.office.register.fields import DayField

#: What may stand under a unit of a kind.
UNDER: dict[UnitKind, tuple[UnitKind, ...]] = {
    UnitKind.PART: (UnitKind.SECTION, UnitKind.PARAGRAPH),
    UnitKind.POINT: (UnitKind.LETTER,),
    UnitKind.LETTER: (UnitKind.INDENT,),
    UnitKind.CHAPTER: (UnitKind.PARAGRAPH, UnitKind.ITEM),
}


#: What may stand under a field: points in what is done, indicators among indicators.
IN_FIELD: dict[FieldType, tuple[UnitKind, ...]] = {
    FieldType.ACTIONS: (UnitKind.POINT, UnitKind.PARAGRAPH),
    FieldType.INDICATORS: (UnitKind.INDICATOR,),
}


class WordingForm(forms.Form):
    """The wording of a unit, the cells of its table, and what its editor started from."""

    text = text(
        "Treść",
        rows=4,
        required="Jednostka tekstu musi mieć treść. Aby ją skreślić, użyj przycisku „Usuń”.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, line: Line, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.source = line.table
        self.fields["text"].widget.attrs["data-focus"] = True
        for name, label, value in _cells(line.table):
            self.fields[name] = forms.CharField(label=label, required=False, initial=value)

    def cells(self) -> list[forms.BoundField]:
        """The fields of the table, row by row."""
        return [self[name] for name, _, _ in _cells(self.source)]

    def table(self) -> Table | None:
        """The table as typed, None for a unit without one."""
        if self.source is None:
            return None
        typed = self.cleaned_data
        return Table(
            columns=[typed[f"head-{c}"] for c in range(len(self.source["columns"]))],
            rows=[
                [typed[f"cell-{r}-{c}"] for c in range(len(row))]
                for r, row in enumerate(self.source["rows"])
            ],
            note=typed["note"],
        )


def _cells(table: Table | None) -> list[tuple[str, str, str]]:
    """Names, labels and contents of a table's fields."""
    if table is None:
        return []
    heads = table["columns"]
    found = [(f"head-{c}", f"Nagłówek {c + 1}", head) for c, head in enumerate(heads)]
    for r, row in enumerate(table["rows"]):
        for c, cell in enumerate(row):
            column = heads[c] if c < len(heads) else f"kolumna {c + 1}"
            found.append((f"cell-{r}-{c}", f"Wiersz {r + 1}, {column}", cell))
    return [*found, ("note", "Uwaga pod tabelą", table["note"])]


class NewUnitForm(forms.Form):
    """A unit to be added beside or under another."""

    place = forms.ChoiceField(label="Gdzie i co dodać", widget=forms.RadioSelect)
    text = text("Treść", rows=4, required="Wpisz treść nowej jednostki.")

    def __init__(self, line: Line, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        beside = UnitKind.PARAGRAPH if line.kind is UnitKind.TABLE else line.kind
        choices = [(f"after:{beside}", f"{beside.label} za tą jednostką")]
        under = UNDER.get(line.kind, ())
        if line.kind is UnitKind.FIELD and line.field_type:
            choices, under = [], IN_FIELD.get(line.field_type, (UnitKind.PARAGRAPH,))
        choices += [(f"under:{kind}", f"{kind.label} pod tą jednostką") for kind in under]
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        field.initial = choices[0][0] if choices else None

    def chosen(self) -> tuple[bool, UnitKind]:
        """Whether it goes under the unit (else behind it), and of what kind it is."""
        place, kind = self.cleaned_data["place"].split(":")
        return place == "under", UnitKind(kind)


class FreezeForm(forms.Form):
    """Confirmation that a draft goes to consultation as it stands."""

    sure = forms.BooleanField(
        label="Sprawdziłem tekst i wiem, że tej wersji nie będzie już można zmienić",
        error_messages={"required": "Potwierdź, że tekst jest sprawdzony."},
    )


class ResolutionForm(forms.Form):
    """The resolution that adopted a text."""

    number = forms.CharField(
        label="Numer uchwały",
        max_length=40,
        help_text="Na przykład XXIX/476/16.",
        error_messages={"required": "Podaj numer uchwały."},
    )
    date = DayField(label="Z dnia")
    body = forms.CharField(
        label="Organ",
        max_length=200,
        help_text="Na przykład Rada Miasta Białystok.",
        error_messages={"required": "Podaj organ, który podjął uchwałę."},
    )
    in_force_from = DayField(label="Obowiązuje od")
    journal = forms.CharField(label="Ogłoszona w", max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """A resolution does not bind before it is passed."""
        data: dict[str, Any] = super().clean() or {}
        passed, since = data.get("date"), data.get("in_force_from")
        if passed and since and since < passed:
            self.add_error("in_force_from", "Uchwała nie może obowiązywać, zanim ją podjęto.")
        return data


_YEAR = dict.fromkeys(
    ("required", "invalid", "min_value", "max_value"), "Podaj rok, na przykład 2025."
)


class SuccessorForm(forms.Form):
    """The next programme."""

    title = forms.CharField(
        label="Tytuł", max_length=400, error_messages={"required": "Podaj tytuł programu."}
    )
    code = forms.SlugField(
        label="Kod",
        max_length=60,
        help_text="Stoi w adresach; małe litery, cyfry i myślniki, na przykład pps-2025-2028.",
        error_messages={
            "required": "Podaj kod.",
            "invalid": "Kod to litery bez polskich znaków, cyfry i myślniki.",
        },
    )
    start_year = forms.IntegerField(
        label="Od roku", min_value=OLDEST, max_value=NEWEST, error_messages=_YEAR
    )
    end_year = forms.IntegerField(
        label="Do roku", min_value=OLDEST, max_value=NEWEST, error_messages=_YEAR
    )

    def clean(self) -> dict[str, Any]:
        """The years stand in order."""
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("start_year"), data.get("end_year")
        if first and last and last < first:
            self.add_error("end_year", "Rok końcowy nie może być wcześniejszy niż początkowy.")
        return data


class LineageForm(forms.Form):
    """Another kind or other ends of a link."""

    kind = forms.ChoiceField(label="Co się stało z jednostką", choices=LineageKind.choices())
    earlier = forms.ChoiceField(label="Jednostka wcześniejszego programu", required=False)
    later = forms.ChoiceField(label="Jednostka nowego programu", required=False)
    reason = text("Powód", rows=2, required="Podaj powód.")

    def __init__(self, earlier: list[Line], later: list[Line], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, found in (("earlier", earlier), ("later", later)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "nie ma takiej"), *((line.code, _named(line)) for line in found)]


_LONGEST = 90


def _named(line: Line) -> str:
    words = f"{line.path}: {line.text}"
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
