"""One door to the readers: ``read_file``."""

from __future__ import annotations

from pathlib import Path

from miernik.intake.errors import NoTableError
from miernik.intake.rows import ReadDocument, Row
from miernik.intake.vocabulary import Vocabulary
from miernik.kernel.office import gate
from miernik.kernel.office.errors import CorruptFileError, UnreadableFileError
from miernik.kernel.office.gate import FileKind


def read_file(
    path: Path, *, vocabulary: Vocabulary | None = None, isolated: bool = True
) -> ReadDocument:
    """Read a report from a DOCX, XLSX, PDF or text file, told apart by content.

    ``vocabulary`` helps where a file draws no cells; by default it is the program's own.
    Parsing runs in a process of its own with bounded time and memory, unless ``isolated`` is
    false. Raises a subclass of ``UnreadableFileError`` and nothing else: its message is one Polish
    sentence that says what is wrong and what to do.
    """
    from miernik.intake.readers.isolation import read_in_bounds

    kind = gate.inspect(path)
    document = read_in_bounds(path, kind, vocabulary) if isolated else parse(path, kind, vocabulary)
    if not any(isinstance(item, Row) for item in document.items):
        raise NoTableError(
            "W pliku nie znaleziono tabeli ze wskaźnikami: sprawdź, czy to sprawozdanie i czy"
            " tabela ma nagłówki takie jak „Wskaźniki” i „Wartość wskaźnika”."
        )
    return document


def parse(path: Path, kind: FileKind, vocabulary: Vocabulary | None = None) -> ReadDocument:
    """Parse a file that passed the gate; whatever a library raises becomes CorruptFileError."""
    try:
        return _parse(path, kind, vocabulary)
    except UnreadableFileError:
        raise
    except Exception as error:
        # A damaged file can make a parser raise anything; the person needs the one sentence.
        raise CorruptFileError(
            "Pliku nie da się odczytać, bo jest uszkodzony: otwórz go w programie, w którym"
            " powstał, i zapisz jeszcze raz."
        ) from error


def _parse(path: Path, kind: FileKind, vocabulary: Vocabulary | None) -> ReadDocument:
    if kind is FileKind.DOCX:
        from miernik.intake.readers.docx import read_docx

        return read_docx(path)
    if kind is FileKind.XLSX:
        from miernik.intake.readers.xlsx import read_xlsx

        return read_xlsx(path)
    if kind is FileKind.PDF:
        from miernik.intake.readers.pdf import read_pdf

        return read_pdf(path)
    from miernik.intake.readers.tabbed_text import decode, delimiter_of, read_tabbed_text

    text = decode(path.read_bytes())
    if delimiter_of(text):
        return read_tabbed_text(text)
    from miernik.intake.readers.plain_text import read_plain_text

    return read_plain_text(text, vocabulary)
