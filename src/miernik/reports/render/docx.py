"""DOCX that a clerk can edit: real headings, repeated header rows, a table of contents."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from miernik.reports.charts import alternative
from miernik.reports.collected import IncompleteEntry
from miernik.reports.context import ChangeRow, Chart, NoteEntry, ReportContext, TaskEntry
from miernik.reports.render.docx_frame import ACCENT, set_page, set_styles
from miernik.reports.render.docx_xml import Cell, Column, Merge, runs, table
from miernik.reports.render.office import clean, picture, reproducible

_CHART_WIDTH = Mm(110)
_WIDE_CHART = Mm(140)
_TABLES = "Tabele programu"
_COLLECTED = "Kompletność danych"
_SILENT = "Instytucje, które nie przekazały danych"
_INCOMPLETE = "Wskaźniki, do których brakuje wartości części instytucji"


def render(context: ReportContext, at: dt.datetime) -> bytes:
    """Return the DOCX; ``at`` is its creation date, so equal input gives equal bytes."""
    writer = _Writer(context, at)
    writer.title_page()
    writer.contents()
    writer.summary()
    writer.goals()
    writer.tables()
    writer.changes()
    writer.collected()
    writer.findings()
    target = io.BytesIO()
    writer.document.save(target)
    return reproducible(target.getvalue(), at)


class _Writer:
    """Puts the parts of one report into one document, top to bottom."""

    def __init__(self, context: ReportContext, at: dt.datetime) -> None:
        self.context = context
        self.document = docx.Document()
        self.bookmarks = 0
        set_page(self.document, context)
        set_styles(self.document)
        properties = self.document.core_properties
        properties.title = clean(f"{context.title.heading} – {context.title.work_title}")
        properties.author = properties.last_modified_by = clean(context.title.author)
        properties.subject = clean(context.title.work_title)
        properties.language = "pl-PL"
        properties.comments = ""
        properties.created = properties.modified = at.replace(tzinfo=None)

    # --- parts -----------------------------------------------------------------------------------

    def title_page(self) -> None:
        title = self.context.title
        self.text(title.municipality, size=13).paragraph_format.space_after = Pt(110)
        self.document.add_paragraph(clean(title.heading), style="Title")
        self.text(f"przyjętych w dokumencie „{title.work_title}”", size=17)
        period = f"Okres obowiązywania: {title.start_year}–{title.end_year}"
        self.text(period, size=12).paragraph_format.space_after = Pt(110)
        self.text(title.author, size=12)
        self.text(title.date_text, size=12)
        self.text(self.context.edition.label, size=10)

    def contents(self) -> None:
        """The contents as a field that Word renews, filled with today's headings."""
        heading = self.text("Spis treści", size=17)
        heading.paragraph_format.page_break_before = True
        heading.runs[0].font.bold = True
        heading.runs[0].font.color.rgb = ACCENT
        entries = self._outline()
        for number, (level, text) in enumerate(entries):
            begin = (
                '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r><w:r><w:instrText '
                'xml:space="preserve"> TOC \\o "1-3" \\h \\z \\u </w:instrText></w:r>'
                '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
                if number == 0
                else ""
            )
            last = number == len(entries) - 1
            end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>' if last else ""
            self.xml(
                f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="Spis{level}"/></w:pPr>{begin}'
                f'<w:hyperlink w:anchor="_Toc{number + 1:05}">{runs(text)}</w:hyperlink>{end}</w:p>'
            )

    def summary(self) -> None:
        summary = self.context.summary
        self.heading("Podsumowanie", 1, new_page=True)
        counts = ", ".join(f"{tally.number} {tally.label}" for tally in summary.counts)
        self.text(f"W raporcie: {counts}.")
        for name, tallies in (
            (f"Wartości za rok {self.context.title.year}", summary.statuses),
            ("Oceny zmian", summary.verdicts),
        ):
            if tallies:
                said = ", ".join(f"{t.label} – {t.number} ({t.share})" for t in tallies)
                self.text(f"{name}: {said}.")
        for sentence in summary.sentences:
            self.document.add_paragraph(clean(sentence), style="List Bullet")
        for paragraph in (summary.false_alarms, summary.suppression):
            if paragraph:
                self.text(paragraph)
        for chart in self.context.charts:
            self.chart(chart)

    def goals(self) -> None:
        self.heading("Tabela 1. Cele szczegółowe", 1, new_page=True)
        widths = (13, 38, 37, 25, 40, 29, 24, 28, 33)
        columns = [
            Column(header, width)
            for header, width in zip(self.context.columns, widths, strict=True)
        ]
        for goal in self.context.goals:
            self.heading(f"Cel strategiczny {goal.code} {goal.title}", 2)
            for priority in goal.priorities:
                name = f"Priorytet {priority.code}. {priority.title}"
                self.heading(name, 3)
                rows = [row for task in priority.tasks for row in _task_rows(task)]
                self.table(columns, rows, name)

    def tables(self) -> None:
        """Tables of the work itself."""
        if self.context.tables:
            self.heading(_TABLES, 1, new_page=True)
        for item in self.context.tables:
            figures = len(item.columns) - item.words
            widths = [14] * (item.words - 1) + [110 if item.words > 1 else 18] + [38] * figures
            columns = [Column(*pair) for pair in zip(item.columns, widths, strict=True)]
            rows = [
                [Cell((text,), right=place >= item.words) for place, text in enumerate(row.cells)]
                for row in item.rows
            ]
            self.heading(item.title, 2)
            self.table(columns, rows, item.title)
            self.text(item.note, size=9)

    def changes(self) -> None:
        title = self.context.title
        if title.previous_year is None:
            return
        name = f"Zmiany {title.previous_year}–{title.year}"
        years = [Column(f"Rok {year}", 24) for year in (title.previous_year, title.year)]
        self.heading(name, 1, new_page=True)
        if self.context.changes:
            columns = [
                Column("Kod", 14), Column("Nazwa", 46), *years, Column("Różnica", 22),
                Column("Zmiana", 18), Column("Ocena", 29), Column("Co można powiedzieć", 90),
            ]  # fmt: skip
            self.table(columns, [_change_row(row) for row in self.context.changes], name)
        else:
            self.text("Żaden wskaźnik nie ma wartości w obu latach.")
        if self.context.one_sided:
            name = "Wartość tylko w jednym z lat"
            self.heading(name, 2)
            columns = [Column("Kod", 14), Column("Nazwa", 205), *years]
            self.table(columns, [_change_row(row)[:4] for row in self.context.one_sided], name)

    def collected(self) -> None:
        """Who was asked and stayed silent, and which values lack them."""
        found = self.context.collected
        if found is None:
            return
        self.heading(_COLLECTED, 1, new_page=True)
        for sentence in found.sentences:
            self.text(sentence)
        if found.silent:
            self.heading(_SILENT, 2)
            columns = [
                Column("Instytucja", 120), Column("Wskaźniki bez jej danych", 40),
                Column("Zadania", 107),
            ]  # fmt: skip
            rows = [
                [Cell((item.name,)), Cell((str(item.indicators),), right=True), Cell((item.codes,))]
                for item in found.silent
            ]
            self.table(columns, rows, _SILENT)
        if found.incomplete:
            self.heading(_INCOMPLETE, 2)
            columns = [
                Column("Kod", 14), Column("Nazwa", 118), Column("Wartość", 52),
                Column("Nie przekazało", 29), Column("Brak danych", 27), Column("Nie dotyczy", 27),
            ]  # fmt: skip
            self.table(columns, [_incomplete_row(item) for item in found.incomplete], _INCOMPLETE)

    def findings(self) -> None:
        """Breaks, doubts, sources and signs."""
        context = self.context
        self.listing(
            "Przerwy porównywalności",
            "Nie zapisano ani nie zaproponowano żadnej przerwy porównywalności.",
            [
                Column("Kod", 14), Column("Nazwa", 72), Column("Między latami", 27),
                Column("Rodzaj", 35), Column("Rozstrzygnięcie", 34), Column("Uzasadnienie", 85),
            ],
            [
                (
                    item.code, item.name, f"{item.since} a {item.year}", item.type_label,
                    item.state_label, "\n".join(filter(None, (item.reason, item.decision))),
                )
                for item in context.breaks
            ],
        )  # fmt: skip
        self.listing(
            "Wątpliwości i zastrzeżenia",
            "Nie ma zastrzeżeń do wartości w tym raporcie.",
            [Column("Kod", 20), Column("Nazwa", 92), Column("Zastrzeżenie", 155)],
            [(item.code, item.name, item.text) for item in context.doubts],
        )
        self.listing(
            "Źródła",
            "Raport nie ma wartości, więc nie ma też źródeł.",
            [
                Column("Tytuł", 78), Column("Pochodzenie", 34), Column("Plik", 46),
                Column("Data", 24), Column("Liczba", 20), Column("Skrót SHA-256 pliku", 65),
            ],
            [
                (
                    item.title, item.origin_label, item.file_name, item.published_on,
                    str(item.values), item.sha256,
                )
                for item in context.sources
            ],
        )  # fmt: skip
        self.listing(
            "Znaki i objaśnienia",
            "",
            [Column("Znak", 40), Column("Znaczenie", 227)],
            [(item.sign, item.meaning) for item in context.signs],
        )

    # --- pieces ----------------------------------------------------------------------------------

    def listing(
        self, name: str, nothing: str, columns: Sequence[Column], rows: Sequence[tuple[str, ...]]
    ) -> None:
        self.heading(name, 1)
        if rows:
            self.table(columns, [[Cell((text,)) for text in row] for row in rows], name)
        else:
            self.text(nothing)

    def heading(self, text: str, level: int, *, new_page: bool = False) -> None:
        """A heading with the bookmark that the table of contents points to."""
        self.bookmarks += 1
        page = "<w:pageBreakBefore/>" if new_page else ""
        self.xml(
            f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="Heading{level}"/>{page}</w:pPr>'
            f'<w:bookmarkStart w:id="{self.bookmarks}" w:name="_Toc{self.bookmarks:05}"/>'
            f'{runs(text)}<w:bookmarkEnd w:id="{self.bookmarks}"/></w:p>'
        )

    def text(self, text: str, *, size: int = 10) -> Paragraph:
        paragraph = self.document.add_paragraph()
        paragraph.add_run(clean(text)).font.size = Pt(size)
        return paragraph

    def table(
        self, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], caption: str
    ) -> None:
        body = self.document.element.body
        body.insert_element_before(table(columns, rows, caption), "w:sectPr")
        self.document.add_paragraph().paragraph_format.space_after = Pt(4)

    def chart(self, chart: Chart) -> None:
        title = self.text(chart.title, size=11)
        title.runs[0].font.bold = True
        title.paragraph_format.keep_with_next = True
        width = _WIDE_CHART if chart.kind == "percent" else _CHART_WIDTH
        self.document.add_picture(io.BytesIO(picture(chart)), width=width)
        drawing = self.document.inline_shapes[-1]._inline.docPr  # noqa: SLF001  # no public way to the description
        drawing.set("descr", clean(alternative(chart)))
        drawing.set("title", clean(chart.title))
        if chart.note:
            self.text(chart.note, size=9)

    def xml(self, text: str) -> None:
        self.document.element.body.insert_element_before(parse_xml(text), "w:sectPr")

    def _outline(self) -> list[tuple[int, str]]:
        """Level and text of the headings, in the order in which they will be written."""
        title = self.context.title
        found = [(1, "Podsumowanie"), (1, "Tabela 1. Cele szczegółowe")]
        for goal in self.context.goals:
            found.append((2, f"Cel strategiczny {goal.code} {goal.title}"))
            found += [(3, f"Priorytet {item.code}. {item.title}") for item in goal.priorities]
        if self.context.tables:
            found.append((1, _TABLES))
            found += [(2, item.title) for item in self.context.tables]
        if title.previous_year is not None:
            found.append((1, f"Zmiany {title.previous_year}–{title.year}"))
            if self.context.one_sided:
                found.append((2, "Wartość tylko w jednym z lat"))
        collected = self.context.collected
        if collected is not None:
            found.append((1, _COLLECTED))
            found += [(2, _SILENT)] * bool(collected.silent)
            found += [(2, _INCOMPLETE)] * bool(collected.incomplete)
        ends = ("Przerwy porównywalności", "Wątpliwości i zastrzeżenia", "Źródła",
                "Znaki i objaśnienia")  # fmt: skip
        return found + [(1, name) for name in ends]


def _incomplete_row(item: IncompleteEntry) -> list[Cell]:
    numbers = (item.silent, item.no_data, item.not_applicable)
    return [
        Cell((item.code,), bold=True), Cell((item.name,)), Cell((item.text,)),
        *(Cell((str(number),), right=True) for number in numbers),
    ]  # fmt: skip


def _task_rows(task: TaskEntry) -> list[list[Cell]]:
    """The rows of one task: its own cells merged over all its indicators."""
    rows = []
    for number, indicator in enumerate(task.indicators):
        merge = Merge.NONE if len(task.indicators) == 1 else Merge.GO_ON if number else Merge.BEGIN

        def over(text: str, *, bold: bool = False, merge: Merge = merge) -> Cell:
            shown = "" if merge is Merge.GO_ON else text
            return Cell((shown,), bold=bold, merge=merge)

        value = indicator.value
        rows.append(
            [
                over(task.code, bold=True),
                over(task.title),
                over(task.implementers),
                over(task.funding),
                Cell((indicator.name,)),
                Cell((value.printed,), bold=True),
                Cell((value.lineage,), small=True),
                over(task.monitoring),
                Cell(tuple(map(_remark, value.notes))),
            ]
        )
    if not rows:
        left = [Cell((text,)) for text in (task.code, task.title, task.implementers, task.funding)]
        rows = [[*left, Cell(), Cell(), Cell(), Cell((task.monitoring,)), Cell()]]
    return rows


def _remark(note: NoteEntry) -> str:
    return note.marker + note.text


def _change_row(row: ChangeRow) -> list[Cell]:
    return [
        Cell((row.code,), bold=True),
        Cell((row.name,)),
        Cell((row.before,), right=True),
        Cell((row.after,), right=True),
        Cell((row.difference,), right=True),
        Cell((row.percent,), right=True),
        Cell((row.verdict_label,), bold=True),
        Cell((row.sentence, row.reason)),
    ]
