"""PDF with drawn tables: what page breaks and narrow columns cut, put together again."""

from __future__ import annotations

from pathlib import Path

import pytest

from miernik.intake.errors import NoTableError
from miernik.intake.readers.pdf import read_pdf
from miernik.intake.rows import Column, Row
from miernik.kernel.office.errors import EncryptedFileError, ScannedFileError, TooLargeFileError
from tests.intake.office_files import (
    cell_doubts,
    headings,
    texts,
    typst_table,
    write_encrypted_pdf,
    write_typst,
)

SMALL_PAGE = '#set page(width: 20cm, height: 5cm, margin: 8mm)\n#set text(size: 9pt, lang: "pl")\n'
WIDE_PAGE = "#set page(width: 20cm, height: 12cm, margin: 8mm)\n#set text(size: 9pt)\n"


def test_merged_cells_stand_in_their_first_row(tmp_path: Path) -> None:
    rows = (
        "table.cell(rowspan: 2)[A.1.1], table.cell(rowspan: 2)[Zadanie], [Pierwszy], [1], []",
        "[Drugi], [2], [uwaga]",
    )
    document = read_pdf(write_typst(tmp_path / "a.pdf", WIDE_PAGE + typst_table(*rows)))
    assert texts(document) == [
        {
            Column.CODE: "A.1.1",
            Column.TASK: "Zadanie",
            Column.INDICATOR: "Pierwszy",
            Column.VALUE: "1",
        },
        {Column.INDICATOR: "Drugi", Column.VALUE: "2", Column.REMARKS: "uwaga"},
    ]


def test_a_raised_star_stays_with_its_value_and_a_raised_digit_is_no_digit(tmp_path: Path) -> None:
    rows = (
        "[A.1.1], [Zadanie], [Liczba rodzin], [2659#super[\\*]], [\\* w tym 4]",
        "[A.1.2], [Zadanie], [Liczba osób], [31#super[1]], []",
    )
    document = read_pdf(write_typst(tmp_path / "a.pdf", WIDE_PAGE + typst_table(*rows)))
    assert [found[Column.VALUE] for found in texts(document)] == ["2659*", "31¹"]


def test_rows_on_many_pages_lose_no_row_and_keep_no_repeated_header(tmp_path: Path) -> None:
    rows = [f"[A.1.{n}], [Zadanie {n}], [Liczba {n}], [{n}], []" for n in range(1, 40)]
    document = read_pdf(write_typst(tmp_path / "a.pdf", SMALL_PAGE + typst_table(*rows)))
    assert [found[Column.VALUE] for found in texts(document)] == [str(n) for n in range(1, 40)]
    assert headings(document) == []
    last = [item for item in document.items if isinstance(item, Row)][-1]
    assert last.place.page is not None
    assert last.place.page > 5
    assert "ramka" in (last.cells[Column.VALUE].place.cell or "")


def test_a_merged_cell_broken_by_pages_is_one_cell(tmp_path: Path) -> None:
    long_task = " ".join(f"słowo{n}" for n in range(60))
    group = f"table.cell(rowspan: 12)[A.1.1], table.cell(rowspan: 12)[{long_task}],"
    lines = [f"[Liczba {n}], [{n}], []" for n in range(12)]
    lines[0] = f"{group} {lines[0]}"
    rows = [*lines, "[A.1.2], [Drugie], [Liczba ostatnia], [99], []"]
    document = read_pdf(write_typst(tmp_path / "a.pdf", SMALL_PAGE + typst_table(*rows)))
    found = texts(document)
    assert len(found) == 13
    assert found[0][Column.TASK] == long_task
    assert [one.get(Column.CODE) for one in found] == ["A.1.1", *[None] * 11, "A.1.2"]


def test_a_row_split_so_that_the_value_stays_behind_is_one_row(tmp_path: Path) -> None:
    remark = " ".join(f"uwaga{n}" for n in range(80))
    name = "Liczba osób, które uzyskały pomoc " + " ".join(f"w formie{n}" for n in range(30))
    rows = (
        "[A.1.1], [Pierwsze], [Liczba dzieci], [7], []",
        f"[A.1.2], [Drugie], [{name}], [26], [{remark}]",
        "[A.1.3], [Trzecie], [Liczba rodzin], [8], []",
    )
    found = texts(read_pdf(write_typst(tmp_path / "a.pdf", SMALL_PAGE + typst_table(*rows))))
    assert [one[Column.VALUE] for one in found] == ["7", "26", "8"]
    assert found[1][Column.INDICATOR] == name
    assert found[1][Column.REMARKS] == remark


@pytest.mark.parametrize("first_word", ["liczba", "Liczba"])
def test_two_rows_with_numbers_are_never_one_however_the_name_begins(
    first_word: str, tmp_path: Path
) -> None:
    first = typst_table("[A.1.1], [Zadanie], [liczba osób], [25], []")
    second = typst_table(f"[], [], [{first_word} rodzin], [31], []", header=False)
    source = f"{WIDE_PAGE}{first}\n#pagebreak()\n{second}"
    found = texts(read_pdf(write_typst(tmp_path / "a.pdf", source)))
    assert [one[Column.VALUE] for one in found] == ["25", "31"]


def test_a_value_as_long_as_two_pages_is_one_value(tmp_path: Path) -> None:
    value = " ".join(f"pozycja{n};" for n in range(90))
    rows = (
        f"[A.1.1], [Pierwsze], [Rodzaje działań], [{value}], []",
        "[A.1.2], [Drugie], [Liczba dzieci], [7], []",
    )
    columns = "(3em, 8em, 8em, 14em, 8em)"
    source = SMALL_PAGE + typst_table(*rows, columns=columns)
    found = texts(read_pdf(write_typst(tmp_path / "a.pdf", source)))
    assert [one[Column.VALUE] for one in found] == [value, "7"]


def test_footers_and_page_numbers_are_dropped_and_titles_kept(tmp_path: Path) -> None:
    page = (
        "#set page(width: 20cm, height: 6cm, margin: 12mm, header: [Urząd Miejski], footer:"
        " context [Strona #counter(page).display() z 9])\n#set text(size: 9pt)\n"
    )
    rows = [f"[A.1.{n}], [Zadanie], [Liczba {n}], [{n}], []" for n in range(1, 20)]
    source = f"{page} Priorytet A.1. Opieka\n\n{typst_table(*rows)}"
    document = read_pdf(write_typst(tmp_path / "a.pdf", source))
    assert headings(document) == ["Priorytet A.1. Opieka"]
    assert len(texts(document)) == 19


def test_a_page_turned_on_its_side_is_read(tmp_path: Path) -> None:
    rows = "[A.1.1], [Zadanie], [Liczba rodzin], [25], []"
    source = (
        "#set page(width: 12cm, height: 20cm, margin: 5mm)\n#set text(size: 9pt)\n"
        f"#rotate(-90deg, reflow: true)[{typst_table(rows)}]"
    )
    [found] = texts(read_pdf(write_typst(tmp_path / "a.pdf", source)))
    assert found[Column.INDICATOR] == "Liczba rodzin"
    assert found[Column.VALUE] == "25"


def test_a_header_set_upwards_is_read(tmp_path: Path) -> None:
    names = ("L.p.", "Zadania", "Wskaźniki", "Wartość wskaźnika", "Uwagi")
    head = ", ".join(f"rotate(-90deg, reflow: true)[{name}]" for name in names)
    source = (
        f"{WIDE_PAGE}#table(columns: (3em, 10em, 10em, 6em, 10em), {head},"
        " [A.1.1], [Zadanie], [Liczba rodzin], [25], [brak])"
    )
    [found] = texts(read_pdf(write_typst(tmp_path / "a.pdf", source)))
    assert found[Column.VALUE] == "25"


def test_a_table_left_open_at_the_end_of_the_page_is_closed(tmp_path: Path) -> None:
    stroke = "(x, y) => (left: 0.5pt, right: 0.5pt, top: 0.5pt)"
    cells = (
        "[L.p.], [Zadania], [Wskaźniki], [Wartość], [Uwagi], [A.1.1], [Zadanie], [Liczba], [5], []"
    )
    source = f"{WIDE_PAGE}#table(columns: (3em, 10em, 10em, 6em, 10em), stroke: {stroke}, {cells})"
    [found] = texts(read_pdf(write_typst(tmp_path / "a.pdf", source)))
    assert found[Column.VALUE] == "5"


def test_a_word_that_a_narrow_column_broke_is_joined_when_it_stands_whole_elsewhere(
    tmp_path: Path,
) -> None:
    rows = (
        "[A.1.1], [Zadanie dotyczy gospodarstwa domowego], [Liczba gospodarstwa inna], [1], []",
        "[A.1.2], [Inne], [Gospodarstw\\ a domowe], [2], []",
    )
    # 5.52 em leave room for "Gospodarstw" and for no letter more.
    source = WIDE_PAGE + typst_table(*rows, columns="(3em, 10em, 6.62em, 6em, 10em)")
    found = texts(read_pdf(write_typst(tmp_path / "a.pdf", source)))
    assert found[1][Column.INDICATOR] == "Gospodarstwa domowe"


def test_hyphens_at_line_ends_are_taken_out_of_broken_words_only(tmp_path: Path) -> None:
    elsewhere = "specjalistyczne wspomaganie placówek wspomagające wychowawczych placówkach"
    task = "Zadanie o placówkach wychowawczych"
    rows = [
        "[A.1.1], [Zadanie], [placówki opiekuńczo-wychowawcze wspomagające], [1], []",
        f"[A.1.2], [{task}], [wspomaganie specjalistyczne], [2], [{elsewhere}]",
    ]
    source = (
        '#set text(lang: "pl", hyphenate: true)\n'
        + WIDE_PAGE
        + typst_table(*rows, columns="(3em, 6em, 7em, 6em, 30em)")
    )
    found = texts(read_pdf(write_typst(tmp_path / "a.pdf", source)))
    assert found[0][Column.INDICATOR] == "placówki opiekuńczo-wychowawcze wspomagające"
    assert found[1][Column.INDICATOR] == "wspomaganie specjalistyczne"
    assert found[1][Column.TASK] == task


def test_a_row_cut_by_the_page_that_may_be_two_is_doubtful(tmp_path: Path) -> None:
    """A name goes on with a capital letter and no value: one indicator or two, who knows."""
    first = typst_table("[A.1.1], [Zadanie], [Liczba osób w], [25], []")
    second = typst_table("[], [], [Białymstoku i okolicy], [], []", header=False)
    source = f"{WIDE_PAGE}{first}\n#pagebreak()\n{second}"
    document = read_pdf(write_typst(tmp_path / "a.pdf", source))
    assert [found[Column.INDICATOR] for found in texts(document)] == [
        "Liczba osób w Białymstoku i okolicy"
    ]
    assert any("przecięty końcem strony" in doubt for doubt in cell_doubts(document))


def test_a_footnote_below_the_table_goes_to_the_value_with_its_star(tmp_path: Path) -> None:
    rows = ("[A.1.1], [Zadanie], [Liczba], [26\\*], []", "[A.1.2], [Zadanie], [Liczba], [7], []")
    source = f"{WIDE_PAGE}{typst_table(*rows)}\n\\* w tym 5 mieszkań chronionych\n\nKoniec"
    document = read_pdf(write_typst(tmp_path / "a.pdf", source))
    remarks = [found.get(Column.REMARKS) for found in texts(document)]
    assert remarks == ["* w tym 5 mieszkań chronionych", None]
    assert headings(document) == ["Koniec"]
    assert any("spod tabeli" in doubt for doubt in cell_doubts(document))


# --- what is refused -----------------------------------------------------------------------------


def test_a_scan_without_text_is_refused(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (600, 800), "white").save(tmp_path / "skan.pdf")
    with pytest.raises(ScannedFileError, match="skan"):
        read_pdf(tmp_path / "skan.pdf")


def test_a_pdf_of_too_many_pages_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = write_typst(tmp_path / "a.pdf", "#for _ in range(501) [strona #pagebreak()]")
    with pytest.raises(TooLargeFileError, match="ponad 500 stron"):
        read_pdf(path)


def test_a_pdf_with_a_password_is_refused(tmp_path: Path) -> None:
    path = write_encrypted_pdf(tmp_path / "a.pdf", "tajne")
    with pytest.raises(EncryptedFileError, match="hasłem"):
        read_pdf(path)


def test_a_pdf_protected_only_against_changes_is_read(tmp_path: Path) -> None:
    path = write_encrypted_pdf(tmp_path / "a.pdf", "")
    with pytest.raises(NoTableError, match="narysowanymi liniami"):
        read_pdf(path)
