"""DOCX: everything Word does to a table, and what must come out of it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from miernik.intake.readers import read_file
from miernik.intake.readers.docx import read_docx
from miernik.intake.rows import Column, ReadDocument, Row
from tests.intake.office_files import (
    cell,
    cell_doubts,
    headings,
    paragraph,
    row,
    table,
    texts,
    write_docx,
    write_package,
)

Read = Callable[..., ReadDocument]

ONE = row("A.1.1", "Zadanie", "Liczba rodzin", "25", "")


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def run(body: str, **parts: str) -> ReadDocument:
        return read_docx(write_docx(tmp_path / "plik.docx", body, **parts))

    return run


def test_vertically_merged_cells_stand_in_their_first_row_only(read: Read) -> None:
    body = table(
        row(cell("A.1.1", merge="restart"), cell("Zadanie", merge="restart"), "Pierwszy", "1", ""),
        row(cell(merge="continue"), cell(merge="continue"), "Drugi", "2", "uwaga"),
    )
    assert texts(read(body)) == [
        {
            Column.CODE: "A.1.1",
            Column.TASK: "Zadanie",
            Column.INDICATOR: "Pierwszy",
            Column.VALUE: "1",
        },
        {Column.INDICATOR: "Drugi", Column.VALUE: "2", Column.REMARKS: "uwaga"},
    ]


def test_full_width_rows_and_paragraphs_are_headings_in_their_order(read: Read) -> None:
    body = (
        paragraph("Cel strategiczny A Rodzina")
        + table(row(cell("Priorytet A.1. Opieka", span=5)), row(*["L.p.", "Zadania", "Wskaźniki",
                "Wartość", "Uwagi"]), ONE, header=())
        + paragraph("Priorytet A.2. Promocja")
        + table(row("A.2.1", "Inne", "Liczba kampanii", "3", ""))
    )  # fmt: skip
    document = read(body)
    assert headings(document) == [
        "Cel strategiczny A Rodzina",
        "Priorytet A.1. Opieka",
        "Priorytet A.2. Promocja",
    ]
    kinds = [type(item).__name__ for item in document.items]
    assert kinds == ["Heading", "Heading", "Row", "Heading", "Row"]


def test_a_header_copied_by_hand_into_the_middle_is_dropped(read: Read) -> None:
    again = row("L. p.", "Zadania", "Wskaźniki", "Wartość wskaźnika w 2017 r.", "Uwagi")
    body = table(ONE, again, row("A.1.2", "Drugie", "Liczba osób", "7", ""))
    assert [found[Column.CODE] for found in texts(read(body))] == ["A.1.1", "A.1.2"]


def test_a_header_broken_by_a_narrow_column_is_known(read: Read) -> None:
    header = ("L.p.", "Zadania realiza cyjne (działania)", "Źródła finansowani a", "Wskaźn iki",
              "Wartość wskaźni ka w 2017. r.")  # fmt: skip
    document = read(table(row("A.1.1", "Zadanie", "Budżet", "Liczba", "25"), header=header))
    assert texts(document)[0][Column.FUNDING] == "Budżet"
    assert document.value_header == "Wartość wskaźni ka w 2017. r."


def test_a_line_that_numbers_the_columns_is_dropped(read: Read) -> None:
    assert len(texts(read(table(row("1", "2", "3", "4", "5"), ONE)))) == 1


def test_tracked_insertions_are_kept_and_deletions_dropped(read: Read) -> None:
    value = (
        "<w:p><w:del><w:r><w:delText>25</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>31</w:t></w:r></w:ins></w:p>"
    )
    deleted = row("A.9.9", "Usunięte", "Liczba", "1", "", properties="<w:del/>")
    document = read(table(row("A.1.1", "Zadanie", "Liczba", cell(value), ""), deleted))
    assert [found[Column.VALUE] for found in texts(document)] == ["31"]
    assert any("nieprzyjęte zmiany" in doubt for doubt in document.doubts)


def test_a_footnote_becomes_a_remark_tied_by_its_star(read: Read) -> None:
    value = '<w:p><w:r><w:t>2659</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    notes = (
        '<w:footnotes><w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>'
        f'<w:footnote w:id="2">{paragraph("w tym 4 rodziny dwukrotnie")}</w:footnote></w:footnotes>'
    )
    document = read(table(row("A.1.1", "Zadanie", "Liczba", cell(value), "")), footnotes=notes)
    [found] = texts(document)
    assert found[Column.VALUE] == "2659*"
    assert found[Column.REMARKS] == "* w tym 4 rodziny dwukrotnie"


def test_a_raised_digit_is_no_digit_of_the_value(read: Read) -> None:
    value = (
        "<w:p><w:r><w:t>2659</w:t></w:r>"
        '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r></w:p>'
    )
    [found] = texts(read(table(row("A.1.1", "Zadanie", "Liczba", cell(value), "1) uwaga"))))
    assert found[Column.VALUE] == "2659¹"


def test_links_content_controls_and_text_boxes_are_read_once(read: Read) -> None:
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = f"<w:txbxContent>{paragraph('w ramce')}</w:txbxContent>"
    rich = (
        "<w:p><w:hyperlink><w:r><w:t>łącze</w:t></w:r></w:hyperlink>"
        "<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t> pole</w:t></w:r></w:sdtContent></w:sdt>"
        f"<w:r><mc:AlternateContent {mc}><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    line = row("A.1.1", "Zadanie", "Liczba", "1", cell(rich))
    wrapped = f"<w:sdt><w:sdtContent>{line}</w:sdtContent></w:sdt>"
    [found] = texts(read(table(wrapped)))
    assert found[Column.REMARKS] == "łącze pole w ramce"


def test_a_nested_table_becomes_text_with_a_doubt(read: Read) -> None:
    inner = table(row("dzieci", "12"), row("dorośli", "13"), header=())
    document = read(table(row("A.1.1", "Zadanie", "Liczba", cell(inner + "<w:p/>"), "")))
    assert texts(document)[0][Column.VALUE] == "dzieci 12 dorośli 13"
    assert any("druga tabela" in doubt for doubt in cell_doubts(document))


def test_automatic_numbers_are_read_as_word_prints_them(read: Read) -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, form, text in ((0, "upperLetter", "%1"), (1, "decimal", "%1.%2."))
    )
    numbering = (
        f'<w:numbering><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )

    def numbered(depth: int, text: str = "") -> str:
        return (
            f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="5"/></w:numPr></w:pPr>'
            f"<w:r><w:t>{text}</w:t></w:r></w:p>"
        )

    document = read(
        numbered(0, "Rodzina")
        + table(
            row(cell(numbered(1)), "Pierwsze", "Liczba", "1", ""),
            row(cell(numbered(1)), "Drugie", "Liczba", "2", ""),
        ),
        numbering=numbering,
    )
    assert headings(document) == ["A Rodzina"]
    assert [found[Column.CODE] for found in texts(document)] == ["A.1.", "A.2."]


def test_a_row_continued_by_hand_joins_the_row_above(read: Read) -> None:
    body = table(ONE, row("", "", "", "", "dalszy ciąg uwagi"))
    [found] = texts(read(body))
    assert found[Column.REMARKS] == "dalszy ciąg uwagi"


def test_of_two_years_the_later_is_read_and_the_other_named(read: Read) -> None:
    top = row(cell("L.p.", merge="restart"), cell("Zadania", merge="restart"),
              cell("Wskaźniki", merge="restart"), cell("Wartość wskaźnika", span=2))  # fmt: skip
    below = row(cell(merge="continue"), cell(merge="continue"), cell(merge="continue"),
                "2016", "2017")  # fmt: skip
    document = read(table(top, below, row("A.1.1", "Zadanie", "Liczba", "20", "25"), header=()))
    assert [found[Column.VALUE] for found in texts(document)] == ["25"]
    assert any("2016" in doubt and "pominięto" in doubt for doubt in document.doubts)


def test_the_headers_of_another_city_are_known(read: Read) -> None:
    header = ("Lp.", "Nazwa działania", "Podmioty odpowiedzialne", "Nazwa miernika", "Wykonanie",
              "Informacje dodatkowe")  # fmt: skip
    [found] = texts(read(table(row("1.1", "Kampania", "MOPS", "Liczba", "4", "-"), header=header)))
    assert list(found) == [
        Column.CODE,
        Column.TASK,
        Column.IMPLEMENTERS,
        Column.INDICATOR,
        Column.VALUE,
        Column.REMARKS,
    ]


def test_a_cell_tells_its_table_row_and_column(read: Read) -> None:
    document = read(table(header=("Skład", "zespołu")) + table(ONE))
    [found] = [item for item in document.items if isinstance(item, Row)]
    assert found.cells[Column.VALUE].place.cell == "Tabela 2, wiersz 2, kolumna 4"


def test_a_remark_merged_over_two_indicators_is_doubtful(read: Read) -> None:
    body = table(
        row("A.1.1", "Zadanie", "Pierwszy", "1", cell("wspólna", merge="restart")),
        row("", "", "Drugi", "2", cell(merge="continue")),
    )
    document = read(body)
    assert [Column.REMARKS in found for found in texts(document)] == [True, False]
    assert any("wspólnej dla 2 wierszy" in doubt for doubt in cell_doubts(document))


def test_an_unknown_column_is_named_once_and_an_identifier_is_passed_over(read: Read) -> None:
    header = ("L.p.", "Zadania", "Wskaźniki", "Wartość", "Identyfikator", "Klasyfikacja PKD")
    rows = [row(f"A.1.{n}", "Zadanie", "Liczba", str(n), f"M-{n}", "84.30") for n in (1, 2)]
    document = read(table(*rows, header=header))
    assert document.doubts == ("Kolumna „Klasyfikacja PKD” nie jest znana i nie została wczytana.",)


def test_a_table_of_other_things_is_not_read_as_indicators(read: Read) -> None:
    other = table(row("A.1.1", "Liczba", "Wzrosło."), header=("Kod", "Nazwa", "Zastrzeżenie"))
    document = read(table(ONE) + paragraph("Zastrzeżenia") + other)
    assert len(texts(document)) == 1
    assert headings(document) == ["Zastrzeżenia"]
    assert any("Kod, Nazwa, Zastrzeżenie" in doubt for doubt in document.doubts)


@pytest.mark.parametrize("way", ["style", "field"])
def test_the_table_of_contents_makes_no_headings(read: Read, way: str) -> None:
    entry = paragraph("Cel strategiczny A Rodzina 3")
    if way == "style":
        entry = entry.replace("<w:p>", '<w:p><w:pPr><w:pStyle w:val="Spistreci2"/></w:pPr>')
    else:
        field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
        begin = field.format("begin") + "<w:r><w:instrText> TOC \\o </w:instrText></w:r>"
        page = f"{field.format('begin')}<w:r><w:instrText>PAGEREF</w:instrText></w:r>"
        entry = (
            f"<w:p>{begin}</w:p>{entry.replace('</w:p>', page + field.format('end') + '</w:p>')}"
            f"{entry}<w:p>{field.format('end')}</w:p>"
        )
    document = read(entry + paragraph("Cel strategiczny A Rodzina") + table(ONE))
    assert headings(document) == ["Cel strategiczny A Rodzina"]


def test_hidden_text_is_not_read_and_is_named(read: Read) -> None:
    value = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>9</w:t></w:r><w:r><w:t>25</w:t></w:r></w:p>"
    document = read(table(row("A.1.1", "Zadanie", "Liczba", cell(value), "")))
    assert texts(document)[0][Column.VALUE] == "25"
    assert any("ukryty" in doubt for doubt in document.doubts)


def test_a_strict_open_xml_document_with_another_part_name_is_read(tmp_path: Path) -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = f'<w:document xmlns:w="{strict}"><w:body>{table(ONE)}</w:body></w:document>'
    related = (
        '<Relationships><Relationship Id="r1" Type="http://x/officeDocument"'
        ' Target="word/document2.xml"/></Relationships>'
    )
    parts = {"word/document2.xml": body, "_rels/.rels": related}
    document = read_file(write_package(tmp_path / "plik.docx", parts), isolated=False)
    assert texts(document)[0][Column.VALUE] == "25"


def test_pictures_beside_the_text_do_no_harm(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "plik.docx", table(ONE))
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("word/media/image.png", b"\x89PNG")
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["word/_rels/document.xml.rels"] = (
        b'<Relationships><Relationship Id="r1" Type="http://x/image" Target="media/image.png"/>'
        b"</Relationships>"
    )
    del parts["[Content_Types].xml"]
    assert texts(read_docx(write_package(tmp_path / "obraz.docx", parts)))
