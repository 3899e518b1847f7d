"""What is checked before a ZIP or a workbook is unpacked; such files come from outside."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

MEGABYTE = 1024 * 1024
MAX_FILE = 200 * MEGABYTE
MAX_UNPACKED = 800 * MEGABYTE
MAX_PARTS = 200
#: Registers repeat themselves and pack well; a part over this is made to unfold.
MAX_RATIO = 150
_RATIO_MATTERS_FROM = 5 * MEGABYTE
_FORMULA = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3}[0-9]{1,7})"[^>]*>\s*<(?:\w+:)?f[\s>/]')
_CHUNK = 4 * MEGABYTE


def refusal(package: zipfile.ZipFile) -> str:
    """Say in Polish why a package will not be unpacked; empty when it may."""
    parts = package.infolist()
    folded = any(
        part.file_size > _RATIO_MATTERS_FROM
        and part.file_size > MAX_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if folded or len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        return "po rozpakowaniu byłby niewspółmiernie wielki, więc go nie otwarto"
    if any(part.flag_bits & 0x1 for part in parts):
        return "jest zabezpieczony hasłem; usuń hasło i zapisz go ponownie"
    for part in parts:
        name = part.filename.replace("\\", "/")
        if name.startswith("/") or ".." in PurePosixPath(name).parts or ":" in name.split("/")[0]:
            return "zawiera ścieżki prowadzące poza archiwum, więc go nie otwarto"
    if any("vbaproject" in part.filename.casefold() for part in parts):
        return "zawiera makra (program), więc go nie otwarto; zapisz go jako XLSX bez makr"
    return ""


def formulas(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Part and cell of every formula in a workbook: a register holds values only."""
    for part in package.infolist():
        if not part.filename.startswith("xl/worksheets/"):
            continue
        with package.open(part) as stream:
            tail = b""
            while chunk := stream.read(_CHUNK):
                text = tail + chunk
                cut = max(text.rfind(b"</c>"), text.rfind(b"</x:c>"), 0)
                for found in _FORMULA.finditer(text, 0, cut or len(text)):
                    yield part.filename, found.group(1).decode()
                tail = text[cut:] if cut else b""
