"""The law from its YAML files: every fault is refused with its file and line, all at once.

A file is a mapping of parameters, each with label, unit, act, article and its values in order of
date; what the fields mean stands in the README of this room.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from miernik.kernel.errors import MiernikError
from miernik.kernel.quantities import Labelled
from miernik.rules.law import Law, Parameter
from miernik.rules.units import UNITS, Form

PARAMETERS = Path(__file__).parent / "parameters"

_REQUIRED = ("label", "unit", "act", "article", "values")
_OPTIONAL = ("note", "options")
_VALUE_REQUIRED = ("since", "value", "journal", "source", "verified")
_VALUE_OPTIONAL = ("until", "act", "article", "note")
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_NUMBER = re.compile(r"\d+(\.\d+)?|\d+/[1-9]\d*")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Verified(Labelled):
    """How far a value was checked."""

    ACT = "act", "odczytano w akcie"
    ACT_DATE_ASSUMED = "act_date_assumed", "wartość odczytano w akcie, dzień przyjęto"
    ACT_DATE_UNVERIFIED = "act_date_unverified", "wartość odczytano w akcie, dnia nie sprawdzono"
    ACT_AND_DERIVED = "act_and_derived", "odczytano w tekście jednolitym i obliczono"
    PAGE = "page", "odczytano na stronie urzędu lub ośrodka"
    PAGE_AND_DERIVED = "page_and_derived", "odczytano na stronie urzędu i obliczono"
    DERIVED = "derived", "obliczono"
    UNVERIFIED = "unverified", "nie sprawdzono"


class LawFilesError(MiernikError):
    """The files of the law have faults: one Polish sentence with file and line for each."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


@lru_cache(maxsize=1)
def law() -> Law:
    """Return the law that comes with the program."""
    return load_law(PARAMETERS)


def load_law(folder: Path) -> Law:
    """Read every ``*.yaml`` of a folder; raises LawFilesError with all faults found."""
    faults: list[_Fault] = []
    found: dict[str, list[_Placed]] = {}
    places: dict[str, _Place] = {}
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise LawFilesError([f"W folderze „{folder}” nie ma plików .yaml z parametrami prawa."])
    for path in files:
        for key, node, place in _parameters(path, faults):
            if key in places:
                faults.append(place.fault(f"parametr „{key}” już jest: {places[key]}"))
            elif values := _Reader(key, place, faults).read(node):
                found[key] = values
            places.setdefault(key, place)
    for values in found.values():
        _check_periods(values, faults)
    _check_references(found, places, faults)
    if faults:
        raise LawFilesError([item.text for item in sorted(faults, key=lambda item: item.order)])
    plain = {key: [item.parameter for item in values] for key, values in found.items()}
    return Law({key: _followed(values, plain) for key, values in plain.items()})


# --- places and faults ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Fault:
    order: tuple[str, int]
    text: str


@dataclass(frozen=True, slots=True)
class _Place:
    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}, wiersz {self.line}"

    def fault(self, what: str) -> _Fault:
        return _Fault((self.file, self.line), f"{self}: {what}.")

    def of(self, node: yaml.Node) -> _Place:
        return _Place(self.file, node.start_mark.line + 1)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A value and where it stands."""

    parameter: Parameter
    place: _Place


def _parameters(path: Path, faults: list[_Fault]) -> Iterator[tuple[str, yaml.Node, _Place]]:
    start = _Place(path.name, 1)
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except UnicodeDecodeError:
        faults.append(start.fault("plik nie jest w kodowaniu UTF-8"))
        return
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        faults.append(
            _Place(path.name, line).fault(f"zapis YAML jest uszkodzony ({error.problem})")
        )
        return
    except yaml.YAMLError as error:
        faults.append(start.fault(f"zapis YAML jest uszkodzony ({error})"))
        return
    if not isinstance(root, yaml.MappingNode):
        faults.append(start.fault("plik ma być zbiorem parametrów „klucz: opis”"))
        return
    for name, node in root.value:
        place = start.of(name)
        if not isinstance(name, yaml.ScalarNode) or not _KEY.fullmatch(name.value):
            faults.append(place.fault(f"klucz „{name.value}” ma składać się z a-z, 0-9 i _"))
        else:
            yield name.value, node, place


# --- one parameter -------------------------------------------------------------------------------


@dataclass
class _Reader:
    """Reads one parameter and notes what is wrong with it."""

    key: str
    place: _Place
    faults: list[_Fault]
    form: Form = field(default=Form.NUMBER, init=False)
    options: tuple[str, ...] = field(default=(), init=False)

    def read(self, node: yaml.Node) -> list[_Placed]:
        fields = self._mapping(node, _REQUIRED, _OPTIONAL, f"parametr „{self.key}”")
        if fields is None:
            return []
        texts = {
            name: self._text(fields[name])
            for name in (*_REQUIRED, *_OPTIONAL)
            if name in fields and name not in {"values", "options"}
        }
        known = UNITS.get(texts["unit"])
        if known is None:
            self._fault(fields["unit"], f"nieznana jednostka „{texts['unit']}”")
            return []
        self.form = known
        self._read_options(fields.get("options"))
        values = fields["values"]
        if not isinstance(values, yaml.SequenceNode) or not values.value:
            self._fault(values, f"parametr „{self.key}” nie ma listy wartości")
            return []
        found = [self._value(item, texts) for item in values.value]
        return [item for item in found if item is not None]

    def _read_options(self, node: yaml.Node | None) -> None:
        if (node is not None) != (self.form is Form.SWITCH):
            self._fault(node, "lista „options” należy do przełącznika i tylko do niego")
        elif isinstance(node, yaml.SequenceNode):
            self.options = tuple(self._text(item) for item in node.value)
        elif node is not None:
            self._fault(node, "„options” ma być listą słów")

    def _value(self, node: yaml.Node, texts: dict[str, str]) -> _Placed | None:
        fields = self._mapping(
            node, _VALUE_REQUIRED, _VALUE_OPTIONAL, f"wartość parametru „{self.key}”"
        )
        if fields is None:
            return None
        own = {name: self._text(item) for name, item in fields.items() if name != "value"}
        since = self._date(fields["since"])
        until = self._date(fields["until"]) if "until" in fields else None
        if since and until and until <= since:
            self._fault(fields["until"], f"„{self.key}” kończy się, zanim się zaczyna")
        if own["verified"] not in set(Verified):
            self._fault(fields["verified"], f"nieznany sposób sprawdzenia „{own['verified']}”")
        parsed = self._parsed(fields["value"])
        if since is None or parsed is None:
            return None
        value, text, same_as = parsed
        parameter = Parameter(
            key=self.key,
            label=texts["label"],
            value=value,
            unit=texts["unit"],
            since=since,
            until=until,
            act=own.get("act", texts["act"]),
            article=own.get("article", texts["article"]),
            journal=own["journal"],
            source=own["source"],
            verified=own["verified"],
            note=" ".join(part for part in (texts.get("note"), own.get("note")) if part),
            text=text,
            same_as=same_as,
        )
        return _Placed(parameter, self.place.of(fields["since"]))

    def _parsed(self, node: yaml.Node) -> tuple[Fraction, str, str] | None:
        """Return the number, or the word, or the key whose value this one follows."""
        text = self._text(node)
        if not isinstance(node, yaml.ScalarNode):
            return None
        if self.form.worded:
            wrong = self.form.fault(text)
            if self.options and text not in self.options:
                wrong = f"jest „{text}”, a może być: {', '.join(self.options)}"
            if wrong is None:
                return Fraction(0), text, ""
        elif text.startswith("="):
            return Fraction(0), "", text[1:]
        elif not _NUMBER.fullmatch(text):
            wrong = f"„{text}” nie jest liczbą nieujemną, na przykład 1010 albo 0.50"
        else:
            wrong = self.form.fault(text)
            if wrong is None:
                return Fraction(text), "", ""
        self._fault(node, f"wartość parametru „{self.key}”: {wrong}")
        return None

    def _mapping(
        self, node: yaml.Node, required: Sequence[str], optional: Sequence[str], what: str
    ) -> dict[str, yaml.Node] | None:
        """Return the fields by name, or None when the whole cannot be read."""
        if not isinstance(node, yaml.MappingNode):
            self._fault(node, f"{what} ma być zbiorem pól")
            return None
        fields: dict[str, yaml.Node] = {}
        for name, value in node.value:
            if name.value not in required and name.value not in optional:
                self._fault(name, f"{what} ma nieznane pole „{name.value}”")
            elif name.value in fields:
                self._fault(name, f"{what} ma dwa razy pole „{name.value}”")
            else:
                fields[name.value] = value
        missing = [name for name in required if name not in fields]
        empty = [
            (name, item)
            for name, item in fields.items()
            if isinstance(item, yaml.ScalarNode) and not item.value.strip()
        ]
        for name in missing:
            self._fault(node, f"{what}: brakuje pola „{name}”")
        for name, item in empty:
            self._fault(item, f"{what}: pole „{name}” jest puste")
        return None if missing or empty else fields

    def _text(self, node: yaml.Node) -> str:
        if isinstance(node, yaml.ScalarNode):
            return str(node.value).strip()
        self._fault(node, f"parametr „{self.key}” ma tu listę, a potrzebna jest jedna wartość")
        return ""

    def _date(self, node: yaml.Node) -> dt.date | None:
        text = self._text(node)
        try:
            if len(text) == len("RRRR-MM-DD"):
                return dt.date.fromisoformat(text)
        except ValueError:
            pass
        self._fault(node, f"„{text}” nie jest dniem w zapisie RRRR-MM-DD")
        return None

    def _fault(self, node: yaml.Node | None, what: str) -> None:
        place = self.place if node is None else self.place.of(node)
        self.faults.append(place.fault(what))


# --- periods and references ----------------------------------------------------------------------


def _check_periods(values: Sequence[_Placed], faults: list[_Fault]) -> None:
    for before, after in pairwise(values):
        key, end, start = after.parameter.key, before.parameter.until, after.parameter.since
        if end is None:
            what = f"„{key}” ma wartość od {start}, a poprzednia nie ma końca (pole „until”)"
        elif end < start:
            what = f"„{key}” nie ma wartości od {end} do {start} (luka)"
        elif end > start:
            what = f"„{key}” ma dwie wartości od {start} do {end} (zachodzą na siebie)"
        else:
            continue
        faults.append(after.place.fault(what))


def _check_references(
    found: dict[str, list[_Placed]], places: dict[str, _Place], faults: list[_Fault]
) -> None:
    for values in found.values():
        for item in values:
            target = item.parameter.same_as
            if target and (target in found or target not in places):
                wrong = _reference_fault(item.parameter, found.get(target))
                faults += [item.place.fault(wrong)] if wrong else []


def _reference_fault(item: Parameter, others: Sequence[_Placed] | None) -> str:
    if others is None:
        return f"„{item.key}” wskazuje nieznany parametr „{item.same_as}”"
    if any(other.parameter.same_as for other in others):
        return f"„{item.key}” wskazuje „{item.same_as}”, który sam wskazuje inny"
    if others[0].parameter.unit != item.unit:
        return f"„{item.key}” ma inną jednostkę niż wskazany „{item.same_as}”"
    if not _covers([other.parameter for other in others], item):
        return f"„{item.same_as}” nie ma wartości w całym okresie „{item.key}”"
    return ""


def _covers(others: Sequence[Parameter], item: Parameter) -> bool:
    end = others[-1].until
    return others[0].since <= item.since and (
        end is None or (item.until is not None and item.until <= end)
    )


def _followed(values: Sequence[Parameter], plain: dict[str, list[Parameter]]) -> list[Parameter]:
    """Put in the place of a reference the values it refers to, period by period."""
    return [part for item in values for part in _parts(item, plain)]


def _parts(item: Parameter, plain: dict[str, list[Parameter]]) -> Iterator[Parameter]:
    if not item.same_as:
        yield item
        return
    for other in plain[item.same_as]:
        since = max(item.since, other.since)
        ends: list[Any] = [end for end in (item.until, other.until) if end is not None]
        until = min(ends, default=None)
        if until is None or since < until:
            yield replace(item, value=other.value, since=since, until=until)
