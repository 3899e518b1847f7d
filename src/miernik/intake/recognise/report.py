"""The whole report: goals, priorities and tasks from headings and rows, and what frames them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from miernik.intake.draft import Doubt, DraftGoal, DraftPriority, DraftReport, FieldSource
from miernik.intake.headings import Level, ParsedHeading, leading_code, parse_heading
from miernik.intake.recognise.checks import check_report
from miernik.intake.recognise.joining import join_cell
from miernik.intake.recognise.task import RowGroup, read_task
from miernik.intake.rows import Column, Heading, ReadDocument, Row
from miernik.intake.vocabulary import Vocabulary, starting_vocabulary
from miernik.kernel.text import squeeze

_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_REPORT_YEAR = re.compile(r"\bza (?:rok )?((?:19|20)\d\d)\b(?! ?[-–])|\bw ((?:19|20)\d\d) ?r")
_PERIOD = re.compile(r"\bna lata ((?:19|20)\d\d)\s*[-–—]\s*((?:19|20)\d\d)")
_TITLE = re.compile(r"^(?:raport|sprawozdanie|informacja)\b", re.IGNORECASE)
_TITLE_LINES = 8


def recognise(document: ReadDocument, vocabulary: Vocabulary | None = None) -> DraftReport:
    """Turn what a reader found into a draft; every uncertain reading becomes a doubt in Polish.

    ``vocabulary`` holds the names known so far (see :meth:`Vocabulary.extended`). Nothing of the
    document is dropped: text that has no place in the draft is listed among the doubts.
    """
    builder = _Builder(vocabulary or starting_vocabulary())
    for item in document.items:
        if isinstance(item, Heading):
            builder.heading(item)
        else:
            builder.row(item)
    report = builder.finish()
    _frame(report, document, builder.outside)
    report.doubts.extend(Doubt("", reason) for reason in document.doubts)
    report.doubts.extend(check_report(report))
    return report


@dataclass(slots=True)
class _Builder:
    """Collects goals, priorities and the row groups of tasks in the document's order."""

    vocabulary: Vocabulary
    report: DraftReport = field(default_factory=lambda: DraftReport(year=None))
    group: RowGroup | None = None
    outside: list[Heading] = field(default_factory=list)

    def heading(self, heading: Heading) -> None:
        parsed = parse_heading(heading.text)
        if parsed is None:
            self.outside.append(heading)
            return
        self._close()
        source = {"title": FieldSource(heading.place, heading.text)}
        if parsed.level is Level.GOAL:
            self.report.goals.append(DraftGoal(parsed.code, parsed.title, sources=source))
            return
        goal = self._goal(parsed)
        code = parsed.code
        if not code.startswith(goal.code):
            code = f"{goal.code}.{code}"
        goal.priorities.append(DraftPriority(code, parsed.title, sources=source))

    def row(self, row: Row) -> None:
        code = self._code(row)
        if code is not None and (self.group is None or code != self.group.code):
            self._close()
            self.group = RowGroup(code, [row])
        elif self.group is not None:
            self.group.rows.append(row)
        else:
            self._lost(row)

    def finish(self) -> DraftReport:
        self._close()
        return self.report

    def _code(self, row: Row) -> str | None:
        """The code of the task that begins in this row."""
        printed = join_cell(row.cells.get(Column.CODE))
        if not printed:
            return None
        found = leading_code(printed)
        code = found[0] if found is not None else printed.rstrip(".")
        if "." not in code and self.report.goals and self.report.goals[-1].priorities:
            return f"{self.report.goals[-1].priorities[-1].code}.{code}"
        return code

    def _close(self) -> None:
        """Read the task whose rows were collected."""
        if self.group is None:
            return
        group, self.group = self.group, None
        task, doubts = read_task(group, self.vocabulary)
        self._priority(task.code).tasks.append(task)
        self.report.doubts.extend(doubts)

    def _goal(self, parsed: ParsedHeading) -> DraftGoal:
        """The goal a priority belongs to; one is made where the document has none."""
        if not self.report.goals:
            self._missing("cel", parsed.code.split(".")[0])
            self.report.goals.append(DraftGoal(parsed.code.split(".")[0], ""))
        return self.report.goals[-1]

    def _priority(self, code: str) -> DraftPriority:
        """The priority a task belongs to; made where the document has none."""
        parts = code.split(".")
        if not self.report.goals:
            self._missing("cel", parts[0])
            self.report.goals.append(DraftGoal(parts[0], ""))
        goal = self.report.goals[-1]
        if not goal.priorities:
            above = ".".join(parts[:-1]) or goal.code
            self._missing("priorytet", above)
            goal.priorities.append(DraftPriority(above, ""))
        return goal.priorities[-1]

    def _missing(self, level: str, code: str) -> None:
        self.report.doubts.append(
            Doubt(code, f"W dokumencie nie znaleziono nagłówka: {level} {code}.")
        )

    def _lost(self, row: Row) -> None:
        text = " | ".join(join_cell(cell) for cell in row.cells.values())
        self.report.doubts.append(
            Doubt("", "Wiersz tabeli stoi przed pierwszym zadaniem.", row.place, text)
        )


def _frame(report: DraftReport, document: ReadDocument, outside: Sequence[Heading]) -> None:
    """Title, year, period and closing words; other lines outside the table become doubts."""
    lines = [squeeze(heading.text) for heading in outside]
    text = " ".join(lines)
    year = _YEAR.search(document.value_header)
    said = _REPORT_YEAR.search(text)
    report.year = int(year[1]) if year else int(said[1] or said[2]) if said else None
    if report.year is None:
        report.doubts.append(Doubt("", "W dokumencie nie znaleziono roku sprawozdania."))
    period = _PERIOD.search(text)
    report.period = (int(period[1]), int(period[2])) if period else None
    start = next((i for i, line in enumerate(lines) if _TITLE.match(line)), None)
    report.title = _title(lines[start:]) if start is not None else ""
    last = max((_last_line(item) for item in document.items if isinstance(item, Row)), default=0)
    closing = [heading for heading in outside if (heading.place.line_from or 0) > last > 0]
    report.closing = " ".join(heading.text for heading in closing)
    first = min((_first_line(item) for item in document.items if isinstance(item, Row)), default=0)
    for heading in outside:
        if first < (heading.place.line_from or 0) < last and heading.text not in report.title:
            report.doubts.append(
                Doubt(
                    "",
                    "Wiersz poza tabelą nie pasuje do żadnego pola.",
                    heading.place,
                    heading.text,
                )
            )


def _title(lines: Sequence[str]) -> str:
    """The title from its first line to the one that names the year and closes the quotation."""
    taken: list[str] = []
    for number, line in enumerate(lines[:_TITLE_LINES], 1):
        taken.append(line)
        text = " ".join(taken)
        quoted_next = "„" not in text and "„" in "".join(lines[number : number + 1])
        if _REPORT_YEAR.search(text) and not quoted_next and text.count("„") <= text.count("”"):
            return text
    return lines[0]


def _first_line(row: Row) -> int:
    return row.place.line_from or 0


def _last_line(row: Row) -> int:
    return row.place.line_to or row.place.line_from or 0
