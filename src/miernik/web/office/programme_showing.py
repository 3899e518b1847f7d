"""A recognised programme as its preview shows it: doubts with their units, the tree by lines."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from miernik.intake.draft import Doubt
from miernik.intake.errors import UnknownFieldError
from miernik.intake.models import Import
from miernik.intake.programme.corrections import KINDS, NAMES, find_unit, read_unit
from miernik.intake.programme.recognise import DraftProgramme
from miernik.intake.programme.selectors import ProgrammePreview, stored_version
from miernik.strategy.models import UnitKind, Version
from miernik.strategy.text.content import PassageContent, Table, walk
from miernik.strategy.text.labels import siblings_labelled
from miernik.web.office.showing import DoubtShown, FieldShown

WORDS = {"text": "treść", "kind": "rodzaj"}
#: Deeper units are printed as far to the right as this.
DEEPEST = 4


@dataclass(frozen=True, slots=True)
class UnitShown:
    """One unit of the tree; ``kind`` is None where the kind is not a person's to change."""

    anchor: str
    depth: int
    label: str
    words: str
    text: FieldShown
    kind: FieldShown | None
    table: Table | None


@dataclass(frozen=True, slots=True)
class ProgrammeSheet:
    """The whole preview, ready to print; ``version`` is what a stored document became."""

    preview: ProgrammePreview
    doubts: tuple[DoubtShown, ...]
    resolved: tuple[DoubtShown, ...]
    units: tuple[UnitShown, ...]
    counts: tuple[tuple[int, str], ...]
    version: Version | None


def programme_sheet(preview: ProgrammePreview, of: Import) -> ProgrammeSheet:
    """Lay a preview out for the page."""
    kinds = Counter(unit.kind for unit in walk(preview.draft.roots))
    return ProgrammeSheet(
        preview=preview,
        doubts=tuple(_doubt(preview.draft, doubt) for doubt in preview.open_doubts),
        resolved=tuple(_doubt(preview.draft, doubt) for doubt in preview.resolved_doubts),
        units=tuple(_units(preview.draft, preview.draft.roots, "", "", 0)),
        counts=(
            (kinds[UnitKind.PART], "kierunek,kierunki,kierunków"),
            (kinds[UnitKind.SECTION], "zadanie programu,zadania programu,zadań programu"),
            (kinds[UnitKind.INDICATOR], "wskaźnik,wskaźniki,wskaźników"),
            (kinds[UnitKind.TABLE], "tabela,tabele,tabel"),
        ),
        version=stored_version(of),
    )


def programme_field(draft: DraftProgramme, path: str) -> FieldShown | None:
    """Return a unit's text or kind, or None when ``path`` leads to nothing editable."""
    try:
        unit, name = find_unit(draft, path)
    except UnknownFieldError:
        return None
    said = read_unit(unit, name)
    return FieldShown(
        path=path,
        where=_where(unit),
        words=WORDS[name],
        text=said,
        hint="",
        place=draft.place_of(unit),
        fragment=unit.text,
        percent=None,
    )


def kinds_to_choose(path: str) -> list[tuple[str, str]]:
    """Return the kinds a unit may be called, when ``path`` is of a kind."""
    return [(str(kind), kind.label) for kind in KINDS] if path.endswith("/kind") else []


def anchor_of(path: str) -> str:
    """Return the anchor of the unit that a field's path addresses."""
    return "jednostka-" + path.rpartition("/")[0].replace("/", "-")


def field_words(draft: DraftProgramme, path: str) -> str:
    """Say the address of a correction in words: „punkt „praca socjalna…”, treść”."""
    try:
        unit, name = find_unit(draft, path)
    except UnknownFieldError:
        return "jednostka tekstu"
    return f"{_where(unit)}, {WORDS[name]}"


def value_words(path: str, value: str) -> str:
    """Say a corrected value: a kind by its name."""
    return UnitKind(value).label if path.endswith("/kind") else value


def place_of_doubt(doubt: Doubt) -> str:
    """Say where in the file a doubt stands: „wiersz 598”, „akapit 12”, „strona 9”."""
    if doubt.place.line_from:
        return f"wiersz {doubt.place.line_from}"
    if doubt.place.cell:
        return doubt.place.cell
    return f"strona {doubt.place.page}" if doubt.place.page else "cały dokument"


def _where(unit: PassageContent) -> str:
    text = unit.text if len(unit.text) <= 60 else f"{unit.text[:60].rsplit(' ', 1)[0]}…"
    return f"{unit.kind.label} „{text}”" if text else unit.kind.label


def _doubt(draft: DraftProgramme, doubt: Doubt) -> DoubtShown:
    field = programme_field(draft, doubt.path)
    where = field.where if field else place_of_doubt(doubt)
    return DoubtShown(doubt, where[:1].upper() + where[1:], field)


def _units(
    draft: DraftProgramme, units: list[PassageContent], above: str, label_above: str, depth: int
) -> list[UnitShown]:
    shown: list[UnitShown] = []
    labels = siblings_labelled([unit.kind for unit in units], label_above)
    for number, (unit, label) in enumerate(zip(units, labels, strict=True)):
        path = f"{above}{number}"
        fields = {name: programme_field(draft, f"{path}/{name}") for name in NAMES}
        text = fields["text"]
        assert text is not None  # every unit has a text
        shown.append(
            UnitShown(
                anchor_of(text.path),
                min(depth, DEEPEST),
                label,
                unit.kind.label,
                text,
                fields["kind"],
                unit.table,
            )
        )
        leading = label if unit.kind is UnitKind.PART else ""
        shown += _units(draft, unit.children, f"{path}/", leading, depth + 1)
    return shown
