"""The consultation form („ankieta konsultacyjna”): Word to fill in and send back, PDF to print."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import quoteattr

from miernik.consultations.form_content import (
    CODE_LABEL,
    COLUMNS,
    CONSENT_NO,
    CONSENT_YES,
    GENERAL_PLACEHOLDER,
    GENERAL_TITLE,
    HOW_TO_TYPE,
    HOW_TO_WRITE,
    NEW_UNIT_MARK,
    NEW_UNIT_PLACEHOLDER,
    SUBMITTER_FIELDS,
    UNIT_CODE_LABEL,
    FormGroup,
    FormRow,
    FormText,
    groups_of,
)
from miernik.consultations.form_marks import CONSENT_TAG, GENERAL_TAG, after_name, unit_name
from miernik.kernel.office.tracked_xml import run
from miernik.kernel.redline import Change
from miernik.reports.render.docx_xml import HEAD_ROW, HEADER_FILL
from miernik.reports.render.pdf import typeset
from miernik.reports.texts.document import Page, TextDocument, cell, grid, styled

_TEMPLATE = Path(__file__).parent.parent / "templates" / "typst" / "consultation_form.typ"
_WIDTHS = (40.0, 84.0, 84.0, 58.0)
_SUBMITTER_WIDTHS = (96.0, 170.0)
_FULL = (266.0,)
_QUIET = '<w:color w:val="4A5568"/><w:sz w:val="16"/>'
_GREY = '<w:color w:val="6B7280"/>'
_BOLD = "<w:b/>"
_SUBMITTER, _PROPOSALS = "Zgłaszający", "Propozycje zmian"
_WAYS, _PRIVACY = "Jak przesłać ankietę", "Dane osobowe"


def consultation_form_docx(form: FormText) -> bytes:
    """Return the form as DOCX, the present wordings already in the column for proposals.

    Every place for an answer is a content control with a tag of ``consultations.form_marks``, and
    every unit's code is printed beside it; ``consultations.returned`` reads the form back.
    """
    writer = _Form(form)
    writer.head()
    writer.submitter()
    writer.heading(_PROPOSALS)
    writer.text(HOW_TO_TYPE)
    for group in groups_of(form.lines):
        writer.group(group)
    writer.general()
    writer.foot()
    return writer.document.content()


def consultation_form_pdf(form: FormText) -> bytes:
    """Return the form for handwriting as PDF/UA-1 and PDF/A-2a, with the codes of units."""
    data = {
        "form": {
            "title": form.title,
            "draft": form.draft_title,
            "authority": form.authority,
            "code": f"{CODE_LABEL} {form.form_code}",
            "opening": [form.addressees, form.term, form.legal],
            "ways": list(form.ways),
            "privacy": list(form.privacy),
            "how": HOW_TO_WRITE,
            "headings": [_SUBMITTER, _PROPOSALS, GENERAL_TITLE, _WAYS, _PRIVACY],
            "questions": [
                f"{question}: {CONSENT_YES} / {CONSENT_NO}" if tag == CONSENT_TAG else question
                for tag, question, _ in SUBMITTER_FIELDS
            ],
            "columns": list(COLUMNS),
        },
        "groups": [
            {
                "title": group.title,
                "rows": [
                    [row.where, _code(row), "" if row.is_new else row.current] for row in group.rows
                ],
            }
            for group in groups_of(form.lines)
        ],
    }
    return typeset(_TEMPLATE, data, form.prepared_at)


def _code(row: FormRow) -> str:
    return f"{UNIT_CODE_LABEL} {row.code}" + ("+" if row.is_new else "")


class _Form:
    """Puts the parts of the form into one document, top to bottom."""

    def __init__(self, form: FormText) -> None:
        self.form = form
        page = Page(
            title=f"Ankieta konsultacyjna – {form.title}",
            author=form.authority,
            foot=f"Ankieta konsultacyjna · {form.form_code}",
            across=True,
        )
        self.document = TextDocument(page, form.prepared_at)

    def head(self) -> None:
        form = self.form
        self.document.add(self.document.fixed(f"Ankieta konsultacyjna: {form.title}", "Title"))
        self.text(form.draft_title, look=_BOLD)
        self.text(f"{CODE_LABEL} {form.form_code}", look=_QUIET)
        for sentence in (form.addressees, form.term, form.legal):
            self.text(sentence)

    def submitter(self) -> None:
        self.heading(_SUBMITTER)
        rows = []
        for tag, question, grey in SUBMITTER_FIELDS:
            label = self.paragraph(run(question, _BOLD), keep=True)
            options = (CONSENT_YES, CONSENT_NO) if tag == CONSENT_TAG else ()
            place = self.place(_SUBMITTER_WIDTHS[1], tag, question, "", grey, options)
            rows.append(
                f"<w:tr>{cell(_SUBMITTER_WIDTHS[0], label, fill=HEADER_FILL)}{place}</w:tr>"
            )
        self.document.add(grid(_SUBMITTER_WIDTHS, rows, _SUBMITTER, head=False))

    def group(self, group: FormGroup) -> None:
        self.heading(group.title, 2)
        header = "".join(
            cell(width, self.paragraph(run(name, _BOLD), keep=True), fill=HEADER_FILL)
            for width, name in zip(_WIDTHS, COLUMNS, strict=True)
        )
        rows = [f"<w:tr>{HEAD_ROW}{header}</w:tr>", *map(self.row, group.rows)]
        self.document.add(grid(_WIDTHS, rows, f"Propozycje zmian: {group.title}"))

    def row(self, row: FormRow) -> str:
        where, current, proposal, reasons = _WIDTHS
        tag = after_name(row.code) if row.is_new else unit_name(row.code)
        named = self.paragraph(run(row.where, _BOLD)) + self.paragraph(run(_code(row), _QUIET))
        shown = run(NEW_UNIT_MARK, _GREY) if row.is_new else run(row.current)
        return (
            f"<w:tr>{cell(where, named)}{cell(current, self.paragraph(shown))}"
            + self.place(proposal, tag, f"Propozycja zapisu: {row.where}", row.current,
                         NEW_UNIT_PLACEHOLDER)
            + f"{cell(reasons, self.paragraph(''))}</w:tr>"
        )  # fmt: skip

    def general(self) -> None:
        self.heading(GENERAL_TITLE)
        place = self.place(_FULL[0], GENERAL_TAG, GENERAL_TITLE, "", GENERAL_PLACEHOLDER)
        self.document.add(grid(_FULL, [f"<w:tr>{place}</w:tr>"], GENERAL_TITLE, head=False))

    def foot(self) -> None:
        self.heading(_WAYS)
        for way in self.form.ways:
            self.document.add(self.document.fixed(way, "List Bullet"))
        self.heading(_PRIVACY)
        for paragraph in self.form.privacy:
            self.text(paragraph)

    # --- pieces ----------------------------------------------------------------------------------

    def heading(self, text: str, level: int = 1) -> None:
        self.document.add(self.document.fixed(text, f"Heading {level}", layout="<w:keepNext/>"))

    def text(self, text: str, *, look: str = "") -> None:
        self.document.add(self.document.fixed(text, look=look))

    def paragraph(self, content: str, *, keep: bool = False) -> str:
        layout = styled("Tabela") + ("<w:keepNext/>" if keep else "")
        return self.document.revisions.paragraph(Change.KEPT, content, layout)

    def place(
        self, width: float, tag: str, name: str, text: str, grey: str, options: tuple[str, ...] = ()
    ) -> str:
        """A cell that is a content control: ``text`` to change, or ``grey`` where there is none."""
        inside = run(text) if text else run(grey, _GREY)
        if text:
            inside = self.document.revisions.bookmark(tag, inside)
        listed = "".join(
            f"<w:listItem w:displayText={quoteattr(option)} w:value={quoteattr(option)}/>"
            for option in options
        )
        kind = f"<w:dropDownList>{listed}</w:dropDownList>" if options else ""
        shown = "" if text else "<w:showingPlcHdr/>"
        return (
            f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(name[:60])}/>"
            f"<w:tag w:val={quoteattr(tag)}/>"
            f'<w:id w:val="{self.document.revisions.number()}"/>{shown}{kind}</w:sdtPr>'
            f"<w:sdtContent>{cell(width, self.paragraph(inside))}</w:sdtContent></w:sdt>"
        )
