"""The whole report as PDF against WeasyPrint, as DOCX against docxtpl, at several sizes.

WeasyPrint gets the HTML that Miernik itself writes and the PDF/UA profile. docxtpl gets a template
made beforehand with the same headings and the same table; it repeats a task's cells on every row,
because merging by data is beyond it. Both peers must show every identifier of the report.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bench.measure import Comparison, measure

INDICATORS = 175
SIZES = (1, 10)
AT = dt.datetime(2020, 5, 28, tzinfo=dt.UTC)
_IDENTIFIER = re.compile(r"M-[0-9A-Z]{6}-2019")


def comparisons() -> Iterator[Comparison]:
    """Compare both documents at one and ten times the city's size."""
    for times in SIZES:
        rows = INDICATORS * times
        repeats = 3 if times == 1 else 1
        ours = measure(context, pdf_with_typst, times, repeats=repeats)
        peer = measure(html, pdf_with_weasyprint, times, repeats=repeats)
        yield _compared(f"PDF: {rows} wskaźników", ours, peer, "WeasyPrint", rows)
        ours = measure(table_only, docx_with_miernik, times, repeats=repeats)
        peer = measure(template, docx_with_docxtpl, times, repeats=repeats)
        yield _compared(f"DOCX: {rows} wskaźników", ours, peer, "docxtpl", rows)


def _compared(name: str, ours: Any, peer: Any, peer_name: str, rows: int) -> Comparison:
    told = (_shown(ours.answer), _shown(peer.answer))
    same = "te same" if told[0] == told[1] and len(told[0]) == rows else "RÓŻNE"
    return Comparison(name, ours, peer, peer_name, same)


# --- what both get -------------------------------------------------------------------------------


def _start() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "miernik.web.settings")
    os.environ.setdefault("MIERNIK_SECRET_KEY", "bench")
    django.setup()


def context(times: int) -> Any:
    """Return a report as large as ``times`` the city's, with rows, notes and changes like its."""
    _start()
    from miernik.reports import context as report

    title = report.TitlePage(
        "Raport z wykonania zadań za rok 2019", "proba", "Strategia próbna", "u", "Gmina", 2019,
        2017, 2011, 2020, "Ośrodek Pomocy", "2020-05-28", "28 maja 2020 r.",
    )  # fmt: skip
    number = 0
    goals = []
    for goal in range(7 * times):
        priorities = []
        for priority in range(5):
            tasks = []
            for task in range(2):
                size = 3 if task else 2
                code = f"{goal + 1}.{priority + 1}.{task + 1}"
                entries = tuple(_indicator(number + place) for place in range(size))
                number += size
                tasks.append(_task(code, entries))
            name = f"{goal + 1}.{priority + 1}"
            priorities.append(
                report.PriorityEntry(f"p{name}", name, "Doskonalenie pomocy", tuple(tasks))
            )
        goals.append(report.GoalEntry(f"g{goal}", str(goal + 1), "Rodzina", tuple(priorities)))
    return report.ReportContext(
        format_version=report.FORMAT_VERSION,
        title=title,
        edition=report.EditionInfo(1, "wydanie 1", "2020-05-28"),
        summary=report.Summary((), (), (), ("Zdanie.",), "", "Nic nie ukryto."),
        charts=(),
        changes=tuple(_change(place) for place in range(number)),
        one_sided=(),
        columns=("L.p.", "Zadania", "Realizatorzy", "Źródła", "Wskaźniki", "Wartość",
                 "Identyfikator", "Monitorowanie", "Uwagi"),
        goals=tuple(goals),
        breaks=(),
        doubts=(),
        sources=(report.SourceEntry("Raport", "wczytany dokument", "r.pdf", "ab" * 32, "", 1),),
        signs=(),
    )  # fmt: skip


def _task(code: str, entries: tuple[Any, ...]) -> Any:
    from miernik.reports import context as report

    implementers = "Urząd Miejski (Departament Spraw Społecznych), MOPR, szkoły, organizacje"
    return report.TaskEntry(
        f"t{code}", code, "Podejmowanie działań pomocowych na rzecz rodzin z dziećmi",
        implementers, "Budżet Miasta, dotacje z budżetu państwa",
        "Analiza bieżących danych pod kątem zachodzących zmian", entries,
    )  # fmt: skip


def _indicator(number: int) -> Any:
    from miernik.reports import context as report

    note = report.NoteEntry(
        "explanation", "wyjaśnienie", "*", "w tym osoby objęte wsparciem dwukrotnie", None, None
    )
    value = report.ValueEntry(
        2019, f"{number * 37 % 9000}*", "", str(number), None, None, "", "value", "wartość",
        "miasto", (note,) if number % 4 == 0 else (), f"M-{number:06}-2019", None, "Raport",
    )  # fmt: skip
    return report.IndicatorEntry(
        f"i{number}", f"Liczba osób objętych pomocą numer {number}", "count", "liczba", "osoba",
        value, None, None,
    )  # fmt: skip


def _change(number: int) -> Any:
    from miernik.reports import context as report

    sentence = "Liczba osób objętych pomocą wzrosła z 507 w 2017 r. do 674 w 2019 r. (o 167)."
    return report.ChangeRow(
        "1.1.1", f"Liczba osób numer {number}", "507", "674", "+167", "+32,9%", "rise", "wzrost",
        sentence, "Różnica przekracza próg istotności (10%).", "",
    )  # fmt: skip


def html(times: int) -> str:
    """Return the report as the HTML that Miernik writes."""
    made = context(times)
    from miernik.reports.render.html import render

    return render(made, AT).decode()


def table_only(times: int) -> Any:
    """Return the report without what docxtpl's template leaves out."""
    return replace(context(times), changes=(), sources=())


def template(times: int) -> tuple[bytes, dict[str, Any]]:
    """Return a docxtpl template with the report's headings and table, and the data for it."""
    import docx

    document = docx.Document()
    document.add_heading("{{ title }}", 0)
    for line in ("{%p for goal in goals %}", "{%p for priority in goal.priorities %}"):
        document.add_paragraph(line)
    document.add_heading("{{ goal.code }} {{ goal.title }} {{ priority.title }}", 2)
    names = ("code", "title", "implementers", "funding", "name", "value", "identifier",
             "monitoring", "notes")  # fmt: skip
    made = table_only(times)
    table = document.add_table(rows=4, cols=len(names), style="Table Grid")
    for place, (name, header) in enumerate(zip(names, made.columns, strict=True)):
        table.cell(0, place).text = header
        table.cell(2, place).text = f"{{{{ row.{name} }}}}"
    table.cell(1, 0).text = "{%tr for row in priority.rows %}"
    table.cell(3, 0).text = "{%tr endfor %}"
    for line in ("{%p endfor %}", "{%p endfor %}"):
        document.add_paragraph(line)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue(), {"title": made.title.heading, "goals": _plain_goals(made)}


def _plain_goals(made: Any) -> list[dict[str, Any]]:
    return [
        {
            "code": goal.code,
            "title": goal.title,
            "priorities": [
                {"title": priority.title, "rows": list(_plain_rows(priority))}
                for priority in goal.priorities
            ],
        }
        for goal in made.goals
    ]


def _plain_rows(priority: Any) -> Iterator[dict[str, str]]:
    for task in priority.tasks:
        for item in task.indicators:
            yield {
                "code": task.code, "title": task.title, "implementers": task.implementers,
                "funding": task.funding, "name": item.name, "value": item.value.printed,
                "identifier": item.value.lineage, "monitoring": task.monitoring,
                "notes": " ".join(note.marker + note.text for note in item.value.notes),
            }  # fmt: skip


# --- the ways ------------------------------------------------------------------------------------


def pdf_with_typst(made: Any) -> bytes:
    """Context to PDF."""
    from miernik.reports.render.pdf import render

    return render(made, AT)


def pdf_with_weasyprint(text: str) -> bytes:
    """The same report's HTML to PDF; writing the HTML is not counted."""
    import weasyprint

    content: bytes = weasyprint.HTML(string=text).write_pdf(pdf_variant="pdf/ua-1")
    return content


def docx_with_miernik(made: Any) -> bytes:
    """Context to DOCX."""
    from miernik.reports.render.docx import render

    return render(made, AT)


def docx_with_docxtpl(given: tuple[bytes, dict[str, Any]]) -> bytes:
    """Template and data to DOCX."""
    from docxtpl import DocxTemplate

    document = DocxTemplate(io.BytesIO(given[0]))
    document.render(given[1], autoescape=True)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _shown(content: bytes) -> set[str]:
    """Every identifier that can be read in the file."""
    if content.startswith(b"%PDF"):
        import pypdfium2

        with pypdfium2.PdfDocument(content) as pdf:
            text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    else:
        import docx

        document = docx.Document(io.BytesIO(content))
        cells = document.element.body.iter("{*}t")
        text = " ".join(cell.text or "" for cell in cells)
    return set(_IDENTIFIER.findall(re.sub(r"\s", "", text)))
