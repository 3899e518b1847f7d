"""Returned forms and texts: every change found, none invented, nothing added is lost."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from miernik.consultations.returned import Returned, ReturnedChange, Submitter, read_returned
from miernik.kernel.office.errors import (
    ArchiveBombError,
    CorruptFileError,
    MacroFileError,
    UnreadableFileError,
    WrongKindError,
)
from miernik.kernel.office.tracked_xml import Revisions, run
from miernik.kernel.redline import Change, redline
from miernik.reports.texts.clean import TextFrame, docx_text
from miernik.reports.texts.form import consultation_form_docx
from miernik.reports.texts.redline import docx_redline
from miernik.strategy.models import FieldType
from miernik.strategy.text.reading import Line
from tests.consultations.drafts import (
    K,
    draft_2020,
    form_2020,
    line,
    needs_office,
    proposed_2020,
    resaved,
)
from tests.kernel.word_files import write_docx

AT = dt.datetime(2020, 10, 20, 9, tzinfo=dt.UTC)
NGO = "Stowarzyszenie „MY DLA INNYCH”"
FRAME = TextFrame("Program Pomocy Społecznej", "Urząd", above=("Załącznik",), below=("Projekt",))
Golden = Callable[[str], Any]
Edit = Callable[[str], str]


@pytest.fixture
def draft(golden: Golden) -> list[Line]:
    return draft_2020(golden)


def _edited(path: Path, content: bytes, *edits: Edit) -> Path:
    """A document with its main part edited, as its XML."""
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(path, "w") as after:
        for item in before.infolist():
            part = before.read(item)
            if item.filename == "word/document.xml":
                text = part.decode()
                for edit in edits:
                    changed = edit(text)
                    assert changed != text, "the edit found nothing to change"
                    text = changed
                part = text.encode()
            after.writestr(item.filename, part)
    return path


def _form(path: Path, draft: list[Line], *edits: Edit) -> Path:
    return _edited(path, consultation_form_docx(form_2020(draft)), *edits)


def _in_place(tag: str, change: Edit) -> Edit:
    """Edit the content of the control with this tag."""
    pattern = re.compile(
        rf'(<w:tag w:val="{tag}"/>.*?<w:sdtContent>)(.*?)(</w:sdtContent>)', re.DOTALL
    )
    return lambda xml: pattern.sub(lambda found: found[1] + change(found[2]) + found[3], xml)


def _typed(text: str) -> Edit:
    """Type over all that stands in a place."""

    def edit(xml: str) -> str:
        cleared = re.sub(r"<w:r>.*?</w:r>", "", xml, flags=re.DOTALL)
        head, _, tail = cleared.rpartition("</w:p>")
        return f"{head}{run(text)}</w:p>{tail}"

    return edit


def _reasons(code: str, text: str) -> Edit:
    """Write into the last cell of the row with this printed code."""

    def edit(xml: str) -> str:
        start = xml.index(f"kod: {code}<")
        end = xml.index("</w:tr>", start)
        row = xml[start:end]
        place = row.rindex("</w:p>")
        return xml[:start] + row[:place] + run(text) + row[place:] + xml[end:]

    return edit


def _named(draft: list[Line], path: str) -> Line:
    return next(item for item in draft if item.path == path and item.kind is not K.FIELD)


def _four(draft: list[Line], golden: Golden) -> list[tuple[str, str, str]]:
    """The association's four changes, as the report of 2020 tells them apart."""
    elements = golden("consultation_2020")["annex"]["proposals"][0]["elements"]
    texts = [element["proposed_text"] for element in elements]
    places = ("2.1", "2.1 / Adresaci", "2.1 / Cel zadania", "2.1 / Realizacja zadania / 5)")
    codes = [_named(draft, place).code for place in places]
    ops = ["replace"] * 3 + ["insert_after"]
    return list(zip(ops, codes, texts, strict=True))


def _told(returned: Returned) -> list[tuple[str, str, str]]:
    return [(change.op, change.code, change.text) for change in returned.changes]


# --- the text with tracked changes ---------------------------------------------------------------


def _proposal(tmp_path: Path, golden: Golden) -> Path:
    path = tmp_path / "projekt.docx"
    new = proposed_2020(golden)
    path.write_bytes(docx_redline(draft_2020(golden), new, title="Projekt", author=NGO, at=AT))
    return path


def test_the_four_changes_of_2020_come_back_as_four(
    tmp_path: Path, golden: Golden, draft: list[Line]
) -> None:
    returned = read_returned(_proposal(tmp_path, golden), draft)
    assert _told(returned) == _four(draft, golden)
    assert returned.doubts == []
    assert {change.author for change in returned.changes} == {NGO}
    assert returned.changes[-1].label == "6)"


@needs_office
def test_the_four_changes_come_back_through_libreoffice(
    tmp_path: Path, golden: Golden, draft: list[Line]
) -> None:
    assert _told(read_returned(resaved(_proposal(tmp_path, golden)), draft)) == _four(draft, golden)


@pytest.mark.parametrize("labelled", [True, False])
def test_the_office_s_own_word_file_needs_no_bookmarks(
    tmp_path: Path, golden: Golden, draft: list[Line], labelled: bool
) -> None:
    """As Word writes it: Enter after point 5) makes the end of 5) the new one."""
    signed = Revisions(NGO, AT)
    four = _four(draft, golden)
    texts = {code: text for op, code, text in four if op == "replace"}
    body = signed.paragraph(Change.KEPT, run("Załącznik do uchwały Rady Miasta"))
    for item in draft:
        label = f"{item.label} " if labelled and item.label else ""
        old, new = label + item.text, label + texts.get(item.code, item.text)
        last = item is draft[-1]
        end = Change.ADDED if last else Change.KEPT
        body += signed.paragraph(end, signed.runs(redline(old, new)))
    added = f"6) {four[-1][2]}" if labelled else four[-1][2]
    body += signed.paragraph(Change.KEPT, signed.run(Change.ADDED, added))
    returned = read_returned(write_docx(tmp_path / "a.docx", body), draft)
    assert _told(returned) == four
    assert returned.doubts == []


def _text(tmp_path: Path, draft: list[Line], *edits: Edit) -> Returned:
    path = tmp_path / "tekst.docx"
    return read_returned(_edited(path, docx_text(draft, frame=FRAME, at=AT), *edits), draft)


def _unit(item: Line, change: Edit) -> Edit:
    """Edit the paragraph that holds a unit."""

    def edit(xml: str) -> str:
        name = xml.index(f'w:name="u_{item.code}"')
        start, end = xml.rindex("<w:p>", 0, name), xml.index("</w:p>", name) + len("</w:p>")
        return xml[:start] + change(xml[start:end]) + xml[end:]

    return edit


def test_an_untouched_text_says_nothing(tmp_path: Path, draft: list[Line]) -> None:
    table = line(
        K.TABLE, "Tabela Nr 1", name="t",
        table={"columns": ["a", "b"], "rows": [["1", "2"]], "note": "Źródło: MOPR"},
    )  # fmt: skip
    lines = [*draft, table]
    path = tmp_path / "tekst.docx"
    path.write_bytes(docx_text(lines, frame=FRAME, at=AT))
    assert read_returned(path, lines) == Returned()


def test_a_deleted_point_is_a_deletion_in_both_ways_programs_write_it(
    tmp_path: Path, draft: list[Line]
) -> None:
    signed = Revisions(NGO, AT)
    four = _named(draft, "2.1 / Realizacja zadania / 4)")
    three = _named(draft, "2.1 / Realizacja zadania / 3)")
    gone = signed.run(Change.REMOVED, four.printed)
    whole = _unit(four, lambda _: signed.paragraph(Change.REMOVED, gone))
    end_before = _unit(three, lambda _: signed.paragraph(Change.REMOVED, run(three.printed)))
    content = _unit(four, lambda _: signed.paragraph(Change.KEPT, gone))
    for edits in ((whole,), (content, end_before)):
        returned = _text(tmp_path, draft, *edits)
        assert _told(returned) == [("delete", four.code, "")]
        assert returned.doubts == []


def test_a_new_letter_and_a_new_point_stand_after_their_own_kind(
    tmp_path: Path, draft: list[Line]
) -> None:
    signed = Revisions(NGO, AT)
    letter = _named(draft, "2.1 / Realizacja zadania / 1) / d)")
    point = _named(draft, "2.1 / Realizacja zadania / 1)")
    new = "".join(
        signed.paragraph(Change.ADDED, signed.run(Change.ADDED, text))
        for text in ("e) nowa litera;", "2) nowy punkt;")
    )
    returned = _text(tmp_path, draft, _unit(letter, lambda xml: xml + new))
    assert [(c.op, c.code, c.label, c.text) for c in returned.changes] == [
        ("insert_after", letter.code, "e)", "nowa litera;"),
        ("insert_after", point.code, "2)", "nowy punkt;"),
    ]


def test_a_wording_typed_over_without_tracking_is_found_and_doubted(
    tmp_path: Path, draft: list[Line]
) -> None:
    aim = _named(draft, "2.1 / Cel zadania")
    changed = aim.text.replace("Wzmocnienie", "Odbudowa")
    returned = _text(tmp_path, draft, _unit(aim, lambda xml: xml.replace(aim.text, changed)))
    assert _told(returned) == [("replace", aim.code, changed)]
    (doubt,) = returned.doubts
    assert doubt.startswith("Jednostka 2.1 / Cel zadania ma inną treść niż w projekcie")


def test_what_is_added_outside_the_draft_is_kept_as_a_general_change(
    tmp_path: Path, draft: list[Line]
) -> None:
    signed = Revisions(NGO, AT)
    letter = signed.paragraph(Change.ADDED, signed.run(Change.ADDED, "Szanowni Państwo,"))
    returned = _text(tmp_path, draft, lambda xml: xml.replace("<w:body>", "<w:body>" + letter, 1))
    assert _told(returned) == [("general", "", "Szanowni Państwo,")]
    (doubt,) = returned.doubts
    assert "„Szanowni Państwo,” nie udało się przypisać do jednostki" in doubt


def test_the_first_indicator_stands_after_its_heading_and_a_section_after_a_section(
    tmp_path: Path, draft: list[Line]
) -> None:
    head = next(item for item in draft if item.kind is K.SECTION)
    field = line(K.FIELD, "Wskaźniki", field_type=FieldType.INDICATORS, parent=head.code, name="f")
    signed = Revisions(NGO, AT)
    new = "".join(
        signed.paragraph(Change.ADDED, signed.run(Change.ADDED, text))
        for text in ("1. Liczba osób objętych wsparciem.", "2.2. Nowe zadanie")
    )
    returned = _text(tmp_path, [*draft, field], _unit(field, lambda xml: xml + new))
    assert [(c.code, c.label, c.text) for c in returned.changes] == [
        (field.code, "1.", "Liczba osób objętych wsparciem."),
        (head.code, "2.2.", "Nowe zadanie"),
    ]


def test_a_date_at_the_beginning_is_no_label(tmp_path: Path, draft: list[Line]) -> None:
    aim = _named(draft, "2.1 / Cel zadania")
    text = "31.12.2021 r. program się kończy."
    returned = _text(tmp_path, draft, _unit(aim, lambda xml: xml.replace(aim.text, text)))
    assert _told(returned) == [("replace", aim.code, text)]


def test_a_point_deleted_without_tracking_is_a_doubt(tmp_path: Path, draft: list[Line]) -> None:
    four = _named(draft, "2.1 / Realizacja zadania / 4)")
    returned = _text(tmp_path, draft, _unit(four, lambda _: ""))
    assert returned.changes == []
    (doubt,) = returned.doubts
    assert doubt.startswith("W pliku nie ma jednostki 2.1 / Realizacja zadania / 4)")


# --- the form ------------------------------------------------------------------------------------


def test_an_untouched_form_says_nothing_but_its_code(tmp_path: Path, draft: list[Line]) -> None:
    returned = read_returned(_form(tmp_path / "a.docx", draft, lambda xml: xml + " "), draft)
    assert returned == Returned(form_code="K2020-3/1")


def _filled(draft: list[Line], golden: Golden) -> list[Edit]:
    """The association's four changes typed into the form, and who it is."""
    edits = [_in_place("submitter_name", _typed(NGO)),
             _in_place("submitter_krs", _typed("0000123456")),
             _in_place("submitter_consent", _typed("wyrażam zgodę"))]  # fmt: skip
    for op, code, text in _four(draft, golden):
        if op == "replace":
            edits.append(_in_place(f"u_{code}", _typed(text)))
        else:
            edits.append(_in_place(f"after_{code}", _typed(f"6) {text}")))
    return edits


def _without_controls(xml: str) -> str:
    """As programs that know no content controls and no bookmarks save it."""
    xml = re.sub(r"<w:sdtPr>.*?</w:sdtPr>", "", xml, flags=re.DOTALL)
    return re.sub(r"</?w:(sdt|sdtContent|bookmarkStart|bookmarkEnd)\b[^>]*>", "", xml)


def _with_form_bookmarks(xml: str) -> str:
    """Content controls gone, bookmarks of the office's own paragraphs kept."""
    xml = re.sub(r"<w:sdtPr>.*?</w:sdtPr>", "", xml, flags=re.DOTALL)
    return re.sub(r"</?w:(sdt|sdtContent)\b[^>]*>", "", xml)


@pytest.mark.parametrize("saved", [None, _with_form_bookmarks])
def test_a_form_filled_in_by_typing_comes_back(
    tmp_path: Path, golden: Golden, draft: list[Line], saved: Edit | None
) -> None:
    edits = [*_filled(draft, golden), *([saved] if saved else [])]
    code = _named(draft, "2.1 / Adresaci").code
    edits.insert(0, _reasons(code, "Program działa od 2014 r."))
    returned = read_returned(_form(tmp_path / "a.docx", draft, *edits), draft)
    assert _told(returned) == _four(draft, golden)
    assert returned.submitter == Submitter(name=NGO, krs="0000123456", consent=True)
    assert [c.reasons for c in returned.changes] == ["", "Program działa od 2014 r.", "", ""]
    assert (returned.doubts, returned.form_code) == ([], "K2020-3/1")


def test_a_form_that_lost_all_its_marks_loses_no_change(
    tmp_path: Path, golden: Golden, draft: list[Line]
) -> None:
    path = _form(tmp_path / "a.docx", draft, *_filled(draft, golden), _without_controls)
    found = _told(read_returned(path, draft))
    assert [change for change in _four(draft, golden) if change not in found] == []


@needs_office
def test_a_form_filled_in_comes_back_through_libreoffice(
    tmp_path: Path, golden: Golden, draft: list[Line]
) -> None:
    path = resaved(_form(tmp_path / "a.docx", draft, *_filled(draft, golden)))
    assert _told(read_returned(path, draft)) == _four(draft, golden)


def test_tracked_changes_in_the_cells_are_read_with_their_author(
    tmp_path: Path, golden: Golden, draft: list[Line]
) -> None:
    signed = Revisions(NGO, AT)

    def track(text: str, line: Line) -> Edit:
        pieces = signed.runs(redline(line.text, text))
        return _in_place(f"u_{line.code}", lambda xml: xml.replace(run(line.text), pieces))

    aim, four = _named(draft, "2.1 / Cel zadania"), _named(draft, "2.1 / Realizacja zadania / 4)")
    new = aim.text.replace("Wzmocnienie", "Odbudowa")
    returned = read_returned(
        _form(tmp_path / "a.docx", draft, track(new, aim), track("", four)), draft
    )
    assert _told(returned) == [("replace", aim.code, new), ("delete", four.code, "")]
    assert [change.author for change in returned.changes] == [NGO, NGO]
    assert returned.doubts == []


def test_a_wording_may_be_struck_out_by_a_word_or_by_emptying_its_place(
    tmp_path: Path, draft: list[Line]
) -> None:
    two, three, four = (_named(draft, f"2.1 / Realizacja zadania / {n})") for n in (2, 3, 4))
    prompt = "Kliknij lub naciśnij tutaj, aby wprowadzić tekst."
    path = _form(
        tmp_path / "a.docx", draft,
        _in_place(f"u_{two.code}", _typed(prompt)),
        _in_place(f"u_{three.code}", _typed("Skreślić.")), _in_place(f"u_{four.code}", _typed(" ")),
    )  # fmt: skip
    returned = read_returned(path, draft)
    assert _told(returned) == [("delete", item.code, "") for item in (two, three, four)]
    where = "Przy jednostce 2.1 / Realizacja zadania"
    assert [doubt.partition(":")[0] for doubt in returned.doubts] == [
        f"{where} / {n}) pole propozycji jest puste" for n in (2, 4)
    ]


def test_general_remarks_words_outside_and_the_wrong_column_are_not_lost(
    tmp_path: Path, draft: list[Line]
) -> None:
    aim = _named(draft, "2.1 / Cel zadania")
    wrong = aim.text.replace("Wzmocnienie", "Odbudowa")
    outside = "<w:p>" + run("Prosimy o odpowiedź.") + "</w:p><w:sectPr"
    path = _form(
        tmp_path / "a.docx", draft,
        _in_place("general", _typed("Popieramy program.")),
        lambda xml: xml.replace(aim.text, wrong, 1),
        lambda xml: xml.replace("<w:sectPr", outside, 1),
    )  # fmt: skip
    returned = read_returned(path, draft)
    assert _told(returned) == [
        ("replace", aim.code, wrong), ("general", "", "Popieramy program."),
        ("general", "", "Prosimy o odpowiedź."),
    ]  # fmt: skip
    assert len(returned.doubts) == 2
    assert "zmieniono kolumnę „Dotychczasowy zapis”" in returned.doubts[0]


def test_several_new_points_in_one_place_are_several_changes(
    tmp_path: Path, draft: list[Line]
) -> None:
    last = _named(draft, "2.1 / Realizacja zadania / 5)")
    new = _typed("6) pierwszy;\n7) drugi,\nktóry trwa.")
    path = _form(tmp_path / "a.docx", draft, _in_place(f"after_{last.code}", new))
    changes = read_returned(path, draft).changes
    assert changes == [
        ReturnedChange("insert_after", last.code, "pierwszy;", label="6)"),
        ReturnedChange("insert_after", last.code, "drugi,\nktóry trwa.", label="7)"),
    ]


def test_a_letter_is_one_general_change(tmp_path: Path, draft: list[Line]) -> None:
    body = "".join(f"<w:p>{run(text)}</w:p>" for text in ("Szanowni Państwo,", "prosimy o więcej."))
    returned = read_returned(write_docx(tmp_path / "a.docx", body), draft)
    assert _told(returned) == [("general", "", "Szanowni Państwo,\nprosimy o więcej.")]
    (doubt,) = returned.doubts
    assert doubt.startswith("W pliku nie rozpoznano żadnej jednostki projektu")


def test_a_remark_in_the_margin_is_about_its_unit(tmp_path: Path, draft: list[Line]) -> None:
    aim = _named(draft, "2.1 / Cel zadania")
    mark = '<w:commentRangeStart w:id="4"/>'
    body = "".join(f"<w:p>{mark if item is aim else ''}{run(item.printed)}</w:p>" for item in draft)
    comment = f'<w:comment w:id="4" w:author="Anna"><w:p>{run("Za wąsko.")}</w:p></w:comment>'
    returned = read_returned(write_docx(tmp_path / "a.docx", body, comments=comment), draft)
    assert returned.changes == [
        ReturnedChange("general", aim.code, author="Anna", comment="Za wąsko.")
    ]
    assert returned.doubts == []


def _own_table(*rows: tuple[str, ...]) -> str:
    """A table as the association's form of 2020 had it, a paragraph a line."""

    def paragraphs(text: str) -> str:
        return "".join(f"<w:p>{run(part)}</w:p>" for part in text.split("\n"))

    head = ("Dotychczasowy zapis", "Propozycja zapisu", "Uzasadnienie zapisu")
    return "<w:tbl>" + "".join(
        "<w:tr>" + "".join(f"<w:tc>{paragraphs(text)}</w:tc>" for text in row) + "</w:tr>"
        for row in (head, *rows)
    ) + "</w:tbl>"  # fmt: skip


def test_the_association_s_own_form_of_2020_gives_its_four_changes(
    tmp_path: Path, golden: Golden, draft: list[Line]
) -> None:
    """A whole section in each of two cells, and one justification for all."""
    sent = golden("consultation_2020")["annex"]["proposals"][0]
    table = _own_table((sent["current"]["text"], sent["proposed"]["text"], sent["justification"]))
    returned = read_returned(write_docx(tmp_path / "a.docx", table), draft)
    assert _told(returned) == _four(draft, golden)
    assert {change.reasons for change in returned.changes} == {sent["justification"]}
    assert returned.doubts == []


def test_a_passage_of_another_text_is_a_general_change(tmp_path: Path, draft: list[Line]) -> None:
    table = _own_table(("Zapis z innego programu.", "Nowy zapis innego programu.", "Bo tak."))
    returned = read_returned(write_docx(tmp_path / "a.docx", table), draft)
    assert [(c.op, c.code, c.text, c.reasons) for c in returned.changes] == [
        ("general", "", "Nowy zapis innego programu.", "Bo tak.")
    ]
    (doubt,) = returned.doubts
    assert "nie udało się przypisać do jednostki projektu" in doubt


# --- nothing is lost ----------------------------------------------------------------------------


def _table() -> Line:
    return line(
        K.TABLE, "Tabela Nr 1", name="t",
        table={"columns": ["a", "b"], "rows": [["1", "2"]], "note": "Źródło: MOPR"},
    )  # fmt: skip


@pytest.mark.parametrize("tracked", [True, False])
@pytest.mark.parametrize("kind", ["form", "text"])
def test_words_added_anywhere_come_back_somewhere(
    tmp_path: Path, draft: list[Line], kind: str, tracked: bool
) -> None:
    """At the end of every single paragraph in turn, the office's own and empty ones too."""
    lines = [*draft[:8], *draft[-2:], _table()]
    content = (
        consultation_form_docx(form_2020(lines))
        if kind == "form"
        else docx_text(lines, frame=FRAME, at=AT)
    )
    word = run("dopisek")
    added = Revisions(NGO, AT).element(Change.ADDED, word) if tracked else word
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        ends = package.read("word/document.xml").decode().count("</w:p>")
    lost = []
    for number in range(ends):

        def edit(xml: str, number: int = number) -> str:
            parts = xml.split("</w:p>")
            parts[number] += added
            return "</w:p>".join(parts)

        returned = read_returned(_edited(tmp_path / "a.docx", content, edit), lines)
        said = [c.text + c.reasons for c in returned.changes] + [str(returned.submitter)]
        said.append(returned.form_code)
        if not any("dopisek" in text for text in said):
            lost.append(number)
    assert lost == []


# --- hostile files -------------------------------------------------------------------------------


def _packed(path: Path, **parts: bytes) -> Path:
    write_docx(path, "<w:p/>")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(f"word/{name}.bin", content)
    return path


def test_what_is_no_form_is_refused_in_one_polish_sentence(
    tmp_path: Path, draft: list[Line]
) -> None:
    text, pdf, cut = (tmp_path / name for name in ("a.txt", "a.pdf", "cut.docx"))
    text.write_text("Uwagi", encoding="utf-8")
    pdf.write_bytes(b"%PDF-1.7 x")
    cut.write_bytes(consultation_form_docx(form_2020(draft))[:9000])
    refused: list[tuple[Path, type[UnreadableFileError]]] = [
        (text, WrongKindError),
        (pdf, WrongKindError),
        (cut, CorruptFileError),
        (_packed(tmp_path / "macro.docx", vbaProject=b"x"), MacroFileError),
        (_packed(tmp_path / "bomb.docx", x=b"0" * 60_000_000), ArchiveBombError),
    ]
    for path, error in refused:
        with pytest.raises(error) as raised:
            read_returned(path, draft)
        assert re.fullmatch(r"[^.]+: [^.]+(\.)", str(raised.value)), str(raised.value)
