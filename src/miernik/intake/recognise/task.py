"""One task: its row group read into indicators with values and notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from miernik.intake.draft import Doubt, DraftIndicator, DraftTask, FieldSource
from miernik.intake.headings import leading_code
from miernik.intake.recognise.joining import join, join_cell, source_of, split_at_stars
from miernik.intake.recognise.names import split_names
from miernik.intake.recognise.notes import Remark, note_parts, read_note, tie, unexplained
from miernik.intake.recognise.values import read_value
from miernik.intake.rows import Cell, Column, Place, Row
from miernik.intake.vocabulary import Names, Vocabulary
from miernik.kernel.quantities import Kind, NoteKind

_FIELDS: Mapping[Column, str] = {
    Column.CODE: "code",
    Column.TASK: "title",
    Column.IMPLEMENTERS: "implementers",
    Column.FUNDING: "funding",
    Column.INDICATOR: "name",
    Column.VALUE: "value_raw",
    Column.MONITORING: "monitoring",
    Column.REMARKS: "footnote",
}
_OF_TASK = (Column.CODE, Column.TASK, Column.IMPLEMENTERS, Column.FUNDING)


@dataclass(slots=True)
class RowGroup:
    """The rows of one task, from the one with its code to the one before the next code."""

    code: str
    rows: list[Row]


def read_task(group: RowGroup, vocabulary: Vocabulary) -> tuple[DraftTask, list[Doubt]]:
    """Read the rows of one task; the doubts have paths from the task's code on."""
    reader = _TaskReader(group, vocabulary)
    return reader.read(), reader.doubts


class _TaskReader:
    """Reads one row group."""

    def __init__(self, group: RowGroup, vocabulary: Vocabulary) -> None:
        self.group = group
        self.vocabulary = vocabulary
        self.doubts: list[Doubt] = []
        self.task = DraftTask(group.code, "")
        self.remarks: list[Remark] = []

    def read(self) -> DraftTask:
        """Title, lists, indicators, remarks, monitoring."""
        task = self.task
        task.place = _span([row.place for row in self.group.rows])
        title = self._gather(Column.TASK)
        code_text = leading_code(join_cell(self.group.rows[0].cells.get(Column.CODE)))
        task.title = " ".join(part for part in (code_text[1] if code_text else "", title) if part)
        implementers = self.vocabulary.implementers.beside(self.vocabulary.funding)
        funding = self.vocabulary.funding.beside(self.vocabulary.implementers)
        task.implementers_text, task.implementers = self._names(Column.IMPLEMENTERS, implementers)
        task.funding_text, task.funding = self._names(Column.FUNDING, funding)
        for row in self.group.rows:
            self._row(row)
        for index, reasons in tie(self.remarks, task.indicators).items():
            for reason in reasons:
                source = task.indicators[index].sources["footnote"]
                self._doubt(f"{index + 1}/footnote", reason, source=source)
        task.remarks = "\n".join(remark.printed for remark in self.remarks) or None
        said = dict.fromkeys(item.monitoring for item in task.indicators if item.monitoring)
        task.monitoring = "\n".join(said)
        self._after_ties()
        return task

    # --- the task's own cells -----------------------------------------------------------------

    def _cells(self, column: Column) -> list[Cell]:
        return [row.cells[column] for row in self.group.rows if column in row.cells]

    def _gather(self, column: Column) -> str:
        """The text of a cell of the whole task; cells repeated in later rows count once."""
        cells = self._cells(column)
        texts = list(dict.fromkeys(join_cell(cell) for cell in cells))
        if cells:
            self.task.sources[_FIELDS[column]] = source_of(cells[0])
        for cell in cells:
            self._cell_doubts(cell, _FIELDS[column])
        if len(texts) > 1:
            self._doubt(
                _FIELDS[column],
                f"Pole zadania stoi w {len(texts)} wierszach z różną treścią: połączono je.",
            )
        return " ".join(text for text in texts if text)

    def _names(self, column: Column, names: Names) -> tuple[str, list[str]]:
        """The printed text of a list and its items."""
        text = self._gather(column)
        seen: set[str] = set()
        items: list[str] = []
        for cell in self._cells(column):
            if join_cell(cell) not in seen:
                seen.add(join_cell(cell))
                items.extend(split_names(cell.fragments, names, self.vocabulary.words))
        if len(items) != len(set(items)):
            self._doubt(_FIELDS[column], "Ta sama nazwa stoi w komórce więcej niż raz.")
        return text, items

    # --- indicators ---------------------------------------------------------------------------

    def _row(self, row: Row) -> None:
        for reason in row.doubts:
            self._doubt(str(len(self.task.indicators) + 1), reason, row.place)
        own = {column: cell for column, cell in row.cells.items() if column not in _OF_TASK}
        if Column.INDICATOR in own or Column.VALUE in own:
            self._indicator(own)
        elif Column.MONITORING in own and self.task.indicators:
            self._monitoring(self.task.indicators[-1], own[Column.MONITORING])
        elif Column.MONITORING in own:
            self._unplaced(own[Column.MONITORING])
        if Column.REMARKS in own:
            self._remarks(own[Column.REMARKS])

    def _indicator(self, cells: Mapping[Column, Cell]) -> None:
        name, raw = join_cell(cells.get(Column.INDICATOR)), join_cell(cells.get(Column.VALUE))
        path = str(len(self.task.indicators) + 1)
        reading = read_value(name, raw, self.vocabulary.words)
        indicator = DraftIndicator(
            name=name,
            value_raw=raw,
            kind=reading.kind,
            status=reading.status,
            number=reading.number,
            unit=reading.unit,
            unit_source=reading.unit_source,
            entries=reading.entries,
        )
        self.task.indicators.append(indicator)
        if not name:
            self._doubt(f"{path}/name", "Wartość stoi bez nazwy wskaźnika.")
        for column in (Column.INDICATOR, Column.VALUE):
            if column in cells:
                indicator.sources[_FIELDS[column]] = source_of(cells[column])
                self._cell_doubts(cells[column], f"{path}/{_FIELDS[column]}")
        if Column.MONITORING in cells:
            self._monitoring(indicator, cells[Column.MONITORING])
        for reason in reading.doubts:
            self._doubt(f"{path}/value_raw", reason, source=indicator.sources.get("value_raw"))

    def _monitoring(self, indicator: DraftIndicator, cell: Cell) -> None:
        text = join_cell(cell)
        indicator.monitoring = " ".join(part for part in (indicator.monitoring, text) if part)
        indicator.sources["monitoring"] = source_of(cell)
        self._cell_doubts(cell, f"{len(self.task.indicators)}/monitoring")

    def _remarks(self, cell: Cell) -> None:
        self.task.sources.setdefault("remarks", source_of(cell))
        if not self.task.indicators:
            self._unplaced(cell)
        row = max(0, len(self.task.indicators) - 1)
        for number, fragments in enumerate(split_at_stars(cell)):
            part = Cell(tuple(fragments), cell.confidence, cell.doubts if number == 0 else ())
            printed = join(fragments)
            note = read_note(printed)
            self.remarks.append(Remark(row, printed, note, source_of(part), part.doubts))

    def _after_ties(self) -> None:
        """What can be said of an indicator once its remarks are known."""
        for number, indicator in enumerate(self.task.indicators, start=1):
            if unexplained(indicator):
                self._doubt(
                    f"{number}/footnote", "Wartość ma gwiazdkę, ale żadna uwaga jej nie objaśnia."
                )
            for note in indicator.notes:
                if note.kind is NoteKind.SUB_VALUE and indicator.kind is not Kind.LIST:
                    parts = note_parts(note.text)
                    indicator.entries.extend({**part, "of_which": True} for part in parts)

    # --- doubts -------------------------------------------------------------------------------

    def _unplaced(self, cell: Cell) -> None:
        self.doubts.append(
            Doubt(
                self.task.code,
                "Tekst bez wskaźnika, obok którego mógłby stać.",
                cell.place,
                join_cell(cell),
            )
        )

    def _cell_doubts(self, cell: Cell, field: str) -> None:
        for reason in cell.doubts:
            self._doubt(field, reason, cell.place, source_of(cell))

    def _doubt(
        self, field: str, reason: str, place: Place | None = None, source: FieldSource | None = None
    ) -> None:
        where = place or (source.place if source else self.task.place)
        fragment = source.fragment if source else ""
        self.doubts.append(Doubt(f"{self.task.code}/{field}", reason, where, fragment))


def _span(places: Sequence[Place]) -> Place:
    """From the first row's beginning to the last row's end."""
    first = places[0]
    ends = [place.line_to or place.line_from for place in places]
    known = [end for end in ends if end is not None]
    return Place(first.line_from, max(known, default=first.line_to), first.page, first.cell)
