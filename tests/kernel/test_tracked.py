"""Tracked changes of Word files: read in full, written so that they come back."""

from __future__ import annotations

import datetime as dt
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miernik.kernel.office.errors import (
    CorruptFileError,
    MacroFileError,
    UnreadableFileError,
    UnsafeFileError,
    WrongKindError,
)
from miernik.kernel.office.tracked import read_tracked
from miernik.kernel.office.tracked_blocks import (
    CellPlace,
    Comment,
    TrackedBlock,
    TrackedPiece,
    accepted,
    accepted_paragraphs,
    rejected,
    rejected_paragraphs,
)
from miernik.kernel.office.tracked_xml import Revisions
from miernik.kernel.redline import Change, Piece, redline
from tests.kernel.word_files import write_docx

AT = dt.datetime(2020, 10, 12, 9, 30, tzinfo=dt.UTC)
WHO = 'w:id="1" w:author="Fundacja" w:date="2020-10-12T09:30:00Z"'
KEPT, ADDED, REMOVED = Change.KEPT, Change.ADDED, Change.REMOVED


def _read(tmp_path: Path, body: str, **parts: str) -> list[TrackedBlock]:
    return read_tracked(write_docx(tmp_path / "a.docx", body, **parts))


def _t(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def _d(text: str) -> str:
    return f'<w:r><w:delText xml:space="preserve">{text}</w:delText></w:r>'


def _p(inside: str, mark: str = "") -> str:
    properties = f"<w:pPr><w:rPr>{mark}</w:rPr></w:pPr>" if mark else ""
    return f"<w:p>{properties}{inside}</w:p>"


def _says(blocks: list[TrackedBlock]) -> list[list[tuple[Change, str]]]:
    return [[(piece.change, piece.text) for piece in block.pieces] for block in blocks]


def test_an_insertion_and_a_deletion_keep_author_and_date(tmp_path: Path) -> None:
    (block,) = _read(
        tmp_path, _p(_t("praca ") + f"<w:del {WHO}>{_d('stara')}</w:del><w:ins {WHO}>{_t('nowa')}"
                     "</w:ins>" + _t(" socjalna")),
    )  # fmt: skip
    assert block.pieces == [
        TrackedPiece(KEPT, "praca "),
        TrackedPiece(REMOVED, "stara", "Fundacja", AT),
        TrackedPiece(ADDED, "nowa", "Fundacja", AT),
        TrackedPiece(KEPT, " socjalna"),
    ]
    assert (rejected(block), accepted(block)) == ("praca stara socjalna", "praca nowa socjalna")
    assert block.author == "Fundacja"


def test_moved_text_left_one_place_and_came_to_another(tmp_path: Path) -> None:
    body = _p(f"<w:moveFrom {WHO}>{_t('zdanie.')}</w:moveFrom>") + _p(
        f"<w:moveTo {WHO}>{_t('zdanie.')}</w:moveTo>"
    )
    assert _says(_read(tmp_path, body)) == [[(REMOVED, "zdanie.")], [(ADDED, "zdanie.")]]


def test_what_one_added_and_another_removed_stands_in_neither_wording(tmp_path: Path) -> None:
    other = 'w:id="2" w:author="Urząd" w:date="2020-10-13T10:00:00Z"'
    inner = f"<w:del {other}>{_d('zbędne ')}</w:del>"
    (block,) = _read(tmp_path, _p(f"<w:ins {WHO}>{_t('nowe ')}{inner}</w:ins>" + _t("słowo")))
    assert (rejected(block), accepted(block)) == ("słowo", "nowe słowo")


@pytest.mark.parametrize(
    "wrapped",
    [
        '<w:hyperlink w:anchor="x">{}</w:hyperlink>',
        '<w:smartTag w:element="x">{}</w:smartTag>',
        '<w:sdt><w:sdtPr><w:tag w:val="x"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>',
        '<w:fldSimple w:instr="REF x">{}</w:fldSimple>',
    ],
)
def test_an_insertion_is_found_however_it_is_wrapped(tmp_path: Path, wrapped: str) -> None:
    inserted = f"<w:ins {WHO}>{_t('nowy')}</w:ins>"
    around = f"<w:ins {WHO}>" + wrapped.format(_t(" zapis")) + "</w:ins>"
    (block,) = _read(tmp_path, _p(wrapped.format(inserted) + around))
    assert _says([block]) == [[(ADDED, "nowy zapis")]]


def test_signs_are_text_and_codes_of_fields_are_not(tmp_path: Path) -> None:
    code = "<w:r><w:instrText> PAGE </w:instrText></w:r>"
    signs = "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/></w:r>"
    box = (
        "<w:r><w:pict><w:txbxContent>"
        f"{_p(_t('pole tekstowe'))}</w:txbxContent></w:pict></w:r>"
    )  # fmt: skip
    (block,) = _read(tmp_path, _p(code + signs + box))
    assert accepted(block) == "a\tb\nc-"


def test_an_inserted_paragraph_goes_when_rejected_and_a_deleted_one_when_accepted(
    tmp_path: Path,
) -> None:
    body = (
        _p(_t("pierwszy"))
        + _p(f"<w:ins {WHO}>{_t('dodany')}</w:ins>", f"<w:ins {WHO}/>")
        + _p(f"<w:del {WHO}>{_d('skreślony')}</w:del>", f"<w:del {WHO}/>")
        + _p(_t("ostatni"))
    )
    blocks = _read(tmp_path, body)
    assert [block.mark for block in blocks] == [KEPT, ADDED, REMOVED, KEPT]
    assert rejected_paragraphs(blocks) == ["pierwszy", "skreślony", "ostatni"]
    assert accepted_paragraphs(blocks) == ["pierwszy", "dodany", "ostatni"]


def test_enter_at_the_end_of_a_paragraph_is_understood_as_word_writes_it(tmp_path: Path) -> None:
    """Word marks the end of the paragraph before as new, and keeps the old end for the new one."""
    body = _p(_t("5) warsztaty."), f"<w:ins {WHO}/>") + _p(f"<w:ins {WHO}>{_t('6) nowy.')}</w:ins>")
    blocks = _read(tmp_path, body)
    assert rejected_paragraphs(blocks) == ["5) warsztaty."]
    assert accepted_paragraphs(blocks) == ["5) warsztaty.", "6) nowy."]


def test_a_deleted_end_joins_two_paragraphs_but_not_two_cells(tmp_path: Path) -> None:
    cell = f"<w:tc>{_p(_t('komórka'), f'<w:del {WHO}/>')}</w:tc>"
    body = _p(_t("jeden "), f"<w:del {WHO}/>") + _p(_t("dwa"))
    blocks = _read(tmp_path, body + f"<w:tbl><w:tr>{cell}{cell}</w:tr></w:tbl>")
    assert accepted_paragraphs(blocks) == ["jeden dwa", "komórka", "komórka"]


def test_a_paragraph_inserted_and_deleted_again_joins_what_stood_around_it(tmp_path: Path) -> None:
    body = _p(_t("jeden "), f"<w:ins {WHO}/><w:del {WHO}/>") + _p(_t("dwa"))
    assert _says(_read(tmp_path, body)) == [[(KEPT, "jeden dwa")]]


def test_cells_know_their_place_and_rows_their_fate(tmp_path: Path) -> None:
    def row(properties: str, *cells: str) -> str:
        return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"

    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{_p(_t(text))}</w:tc>"

    rows = (
        row("", cell("a", '<w:gridSpan w:val="2"/>'), cell("b"))
        + row(f"<w:ins {WHO}/>", cell("c"))
        + row(f"<w:del {WHO}/>", cell("d"))
    )
    blocks = _read(tmp_path, f"{_p('')}<w:tbl>{rows}</w:tbl>{_p('')}")
    assert [block.cell for block in blocks] == [
        None, CellPlace(1, 1, 1), CellPlace(1, 1, 3), CellPlace(1, 2, 1), CellPlace(1, 3, 1), None,
    ]  # fmt: skip
    assert _says(blocks[1:-1]) == [[(KEPT, "a")], [(KEPT, "b")], [(ADDED, "c")], [(REMOVED, "d")]]


def test_names_tags_remarks_styles_and_numbers_come_with_the_paragraph(tmp_path: Path) -> None:
    level = '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1)"/></w:lvl>'
    body = (
        '<w:bookmarkStart w:id="1" w:name="u_1"/><w:sdt><w:sdtPr><w:tag w:val="kod"/></w:sdtPr>'
        '<w:sdtContent><w:p><w:pPr><w:pStyle w:val="Punkt"/><w:numPr><w:ilvl w:val="0"/>'
        '<w:numId w:val="1"/></w:numPr></w:pPr><w:commentRangeStart w:id="7"/>'
        f'{_t("praca")}<w:r><w:commentReference w:id="7"/></w:r></w:p></w:sdtContent></w:sdt>'
    )
    (block,) = _read(
        tmp_path,
        body,
        comments=f'<w:comment w:id="7" w:author="Anna">{_p(_t("Dlaczego?"))}</w:comment>',
        styles='<w:style w:styleId="Punkt"><w:name w:val="Punkt listy"/></w:style>',
        numbering=f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    )
    assert (block.bookmarks, block.tags, block.style) == (["u_1"], ["kod"], "Punkt listy")
    assert (block.comments, block.label) == ([Comment("Dlaczego?", "Anna")], "1)")


# --- writing -------------------------------------------------------------------------------------

LETTERS = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t")
TEXT = st.text(LETTERS, min_size=1)
PIECES = st.lists(st.builds(Piece, st.sampled_from(list(Change)), TEXT), max_size=6)


def _round(body: str) -> list[TrackedBlock]:
    with tempfile.TemporaryDirectory() as folder:
        return read_tracked(write_docx(Path(folder) / "a.docx", body))


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(list(Change)), PIECES), min_size=1, max_size=5))
def test_whatever_is_written_comes_back(paragraphs: list[tuple[Change, list[Piece]]]) -> None:
    revisions = Revisions('Zażółć & "Spółka" <x>', AT)
    body = "".join(revisions.paragraph(mark, revisions.runs(said)) for mark, said in paragraphs)
    blocks = _round(body)
    assert [block.mark for block in blocks] == [mark for mark, _ in paragraphs]
    for block, (_, said) in zip(blocks, paragraphs, strict=True):
        old = "".join(piece.text for piece in said if piece.change is not ADDED)
        new = "".join(piece.text for piece in said if piece.change is not REMOVED)
        clean = str.maketrans("", "", "\ufffe\uffff")
        assert (rejected(block), accepted(block)) == (old.translate(clean), new.translate(clean))
        signed = {(p.author, p.date) for p in block.pieces if p.change is not KEPT}
        assert signed <= {('Zażółć & "Spółka" <x>', AT)}


def test_the_redline_of_two_wordings_is_one_in_word() -> None:
    old, new = "osób bezrobotnych,  nieaktywnych", "osób\nzagrożonych & nieaktywnych."
    revisions = Revisions("Urząd", AT)
    (block,) = _round(revisions.paragraph(KEPT, revisions.runs(redline(old, new))))
    assert (rejected(block), accepted(block)) == (old, new)


def test_signs_that_no_document_may_hold_are_left_out() -> None:
    revisions = Revisions("a\x00b", AT)
    (block,) = _round(revisions.paragraph(ADDED, revisions.run(ADDED, "x\x00\x0b\ud800\ufffey")))
    assert (accepted(block), block.author) == ("xy", "ab")


# --- hostile files -------------------------------------------------------------------------------


def test_a_file_that_is_no_word_document_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_text("To nie jest DOCX.", encoding="utf-8")
    with pytest.raises(WrongKindError, match="To nie jest dokument Worda: zapisz plik jako DOCX"):
        read_tracked(path)


def test_broken_xml_and_a_document_without_a_body_are_damaged_files(tmp_path: Path) -> None:
    for body in ("<w:p>", "<w:p></w:r>"):
        with pytest.raises(CorruptFileError):
            _read(tmp_path, body)
    path = write_docx(tmp_path / "b.docx", _p(_t("x" * 5000)))
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as package:
        start = package.getinfo("word/document.xml").header_offset
    content[start + 50 : start + 80] = b"\xff" * 30
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError):
        read_tracked(path)


def test_entities_and_macros_are_not_let_in(tmp_path: Path) -> None:
    with pytest.raises(MacroFileError):
        _with_part(tmp_path, "word/vbaProject.bin", "x")
    with pytest.raises(UnsafeFileError):
        _with_part(tmp_path, "word/x.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')


def _with_part(tmp_path: Path, name: str, content: str) -> list[TrackedBlock]:
    path = write_docx(tmp_path / "a.docx", _p(_t("x")))
    with zipfile.ZipFile(path, "a") as package:
        package.writestr(name, content)
    return read_tracked(path)
