"""Small DOCX, XLSX and PDF files written by hand, so that a test shows the trap it sets."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import typst

from miernik.intake.rows import Column, Heading, ReadDocument, Row

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="xml" ContentType="application/xml"/>{extra}</Types>'
)
SHORT_HEADER = ("L.p.", "Zadania", "Wskaźniki", "Wartość wskaźnika w 2017 r.", "Uwagi")


def texts(document: ReadDocument) -> list[dict[Column, str]]:
    """The rows as plain text by column."""
    return [
        {column: " ".join(f.text for f in cell.fragments) for column, cell in item.cells.items()}
        for item in document.items
        if isinstance(item, Row)
    ]


def headings(document: ReadDocument) -> list[str]:
    """The headings' texts."""
    return [item.text for item in document.items if isinstance(item, Heading)]


def cell_doubts(document: ReadDocument) -> list[str]:
    """All doubts of all cells."""
    return [
        doubt
        for item in document.items
        if isinstance(item, Row)
        for cell in item.cells.values()
        for doubt in cell.doubts
    ]


# --- DOCX ----------------------------------------------------------------------------------------


def write_package(path: Path, parts: Mapping[str, str | bytes], types: str = "") -> Path:
    """A ZIP package with the content types part and the given parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES.format(extra=types))
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def write_docx(path: Path, body: str, **parts: str) -> Path:
    """A document with the given body; ``numbering="…"`` writes ``word/numbering.xml``."""
    document = f"<w:document {_W}><w:body>{body}</w:body></w:document>"
    named = {f"word/{name}.xml": _with_namespace(content) for name, content in parts.items()}
    related = "".join(
        f'<Relationship Id="r{name}" Type="http://x/{name}" Target="{name}.xml"/>' for name in parts
    )
    relations = {"word/_rels/document.xml.rels": f"<Relationships>{related}</Relationships>"}
    return write_package(path, {"word/document.xml": document, **named, **relations})


def _with_namespace(content: str) -> str:
    """The part with the namespace on its root element."""
    root, _, rest = content.partition(">")
    return f"{root} {_W}>{rest}"


def paragraph(text: str) -> str:
    """A paragraph of one run."""
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def cell(content: str = "", *, span: int = 1, merge: str = "") -> str:
    """A cell; plain text becomes a paragraph, markup stays as it is."""
    inner = content if content.startswith("<") else paragraph(content)
    properties = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    if merge:
        properties += "<w:vMerge/>" if merge == "continue" else f'<w:vMerge w:val="{merge}"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """A row of cells given as markup or as plain text."""
    drawn = (one if one.startswith("<w:tc") else cell(one) for one in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(drawn)}</w:tr>"


def table(*rows: str, header: Sequence[str] = SHORT_HEADER) -> str:
    """A table under a header."""
    head = row(*header, properties="<w:tblHeader/>") if header else ""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{head}{''.join(rows)}</w:tbl>"


# --- PDF -----------------------------------------------------------------------------------------


def write_typst(path: Path, source: str) -> Path:
    """A PDF set by Typst with its own fonts."""
    path.write_bytes(typst.compile(source.encode(), ignore_system_fonts=True))
    return path


def typst_table(
    *rows: str, columns: str = "(3em, 10em, 10em, 6em, 10em)", header: bool = True
) -> str:
    """Source of a table under the short header; rows are Typst cells such as ``[a], [b]``."""
    head = ", ".join(f"[{text}]" for text in SHORT_HEADER)
    head = f"table.header({head})," if header else ""
    return f"#table(columns: {columns}, {head} {', '.join(rows)})"


def write_pdf_objects(path: Path, objects: Sequence[bytes], trailer: bytes = b"") -> Path:
    """A PDF of the given objects, the first of them its catalogue."""
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer << /Root 1 0 R /Size %d %s >>\n" % (len(objects) + 1, trailer)
    path.write_bytes(bytes(out) + b"startxref\n%d\n%%%%EOF" % start)
    return path


def write_encrypted_pdf(path: Path, password: str) -> Path:
    """One page that says "Raport", encrypted with RC4, 40 bits (ISO 32000-1, 7.6.3, revision 2)."""
    padding = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
    padded = (password.encode() + padding)[:32]
    identifier, permissions = b"0123456789abcdef", b"\xfc\xff\xff\xff"
    owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
    key = hashlib.md5(padded + owner + permissions + identifier).digest()[:5]
    text = b"BT /F1 12 Tf 50 700 Td (Raport) Tj ET"
    stream_key = hashlib.md5(key + b"\x04\0\0\0\0").digest()[:10]
    fonts = b"/Resources << /Font << /F1 5 0 R >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R %s >>" % fonts,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), _rc4(stream_key, text)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>"
        % (owner.hex().encode(), _rc4(key, padding).hex().encode()),
    ]
    trailer = b"/Encrypt 6 0 R /ID [<%s> <%s>]" % ((identifier.hex().encode(),) * 2)
    return write_pdf_objects(path, objects, trailer)


def _rc4(key: bytes, content: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    out = bytearray()
    for byte in content:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
