"""PDF/UA-1 and PDF/A-2a through Typst: a static template fed with the context as JSON."""

from __future__ import annotations

import datetime as dt
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import font_lato
import typst

from miernik.reports.charts import alternative, svg
from miernik.reports.context import ReportContext, as_json

TEMPLATE = Path(__file__).parent.parent / "templates" / "typst" / "report.typ"
STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-2a"]

#: Typst breaks lines at spaces, dashes and slashes; a longer run of letters gets places to break.
_LONGEST_WORD = 24
_LONG_WORD = re.compile(rf"[^\s/–-]{{{_LONGEST_WORD + 1},}}")
_MISREAD_END = b"\r\nendstream"
_NUDGES = 6
_NO_GLYPH = "\u25a1"
#: Control characters mean nothing in print and PDF/A refuses them.
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def render(context: ReportContext, at: dt.datetime) -> bytes:
    """Return the PDF; ``at`` is its creation date, so equal input gives equal bytes.

    A sign that none of the embedded fonts has (an emoji) is printed as an empty box. Raises
    typst.TypstError when the document would
    not be accessible or archivable.
    """
    drawings = [
        {
            "kind": chart.kind,
            "title": chart.title,
            "note": chart.note,
            "alternative": alternative(chart),
            "svg": svg(chart),
        }
        for chart in context.charts
    ]
    return typeset(TEMPLATE, {"context": as_json(context), "charts": drawings}, at)


def typeset(template: Path, data: dict[str, Any], at: dt.datetime) -> bytes:
    """Return a PDF/UA-1 and PDF/A-2a of a template fed with JSON data; raises as ``render``."""
    data = _printable(data)
    try:
        return _compiled(template, data, at)
    except typst.TypstError as error:
        missing = _unprintable(error)
        if not missing:
            raise
        return _compiled(template, _without(data, missing), at)


def _compiled(template: Path, data: dict[str, Any], at: dt.datetime) -> bytes:
    """Compile, and again a hair's breadth lower while a stream's end could be misread.

    A compressed stream may happen to end with a carriage return; before the line feed that closes
    it, checkers take the two for one end of line and find the stream's length wrong (PDF/A 6.1.7).
    """
    inputs = {name: json.dumps(value) for name, value in data.items()}
    content = b""
    for nudge in range(_NUDGES):
        compiler = typst.Compiler(
            template, font_paths=fonts(), sys_inputs=inputs | {"nudge": str(nudge)}
        )
        made = compiler.compile(
            format="pdf",
            pdf_standards=STANDARDS,
            timestamp=at.astimezone(dt.UTC).replace(microsecond=0),
        )
        assert isinstance(made, bytes)
        content = made
        if _MISREAD_END not in content:
            break
    return content


def _unprintable(error: typst.TypstError) -> set[str]:
    """The signs that no font of ours has, as Typst names them all."""
    texts = re.findall(r'the text `"(.*?)"` could not be displayed', str(error.diagnostic))
    named = [re.sub(r"\\u\{(\w+)\}", lambda code: chr(int(code[1], 16)), text) for text in texts]
    return set("".join(named))


def _without(data: Any, missing: set[str]) -> Any:
    """Return the data with each unprintable sign as a box, the usual mark of a missing letter."""
    table = dict.fromkeys(map(ord, missing), _NO_GLYPH)
    return json.loads(json.dumps(data, ensure_ascii=False).translate(table))


@cache
def fonts() -> typst.Fonts:
    """Lato and the fonts inside Typst; none of the machine's, so output is equal everywhere."""
    return typst.Fonts(include_system_fonts=False, font_paths=[font_lato.font_directory])


def _printable(data: Any) -> Any:
    """Return JSON data whose every text can be set: no control characters, no endless words."""
    if isinstance(data, str):
        clean = _CONTROL.sub(" ", data)
        return clean if clean.startswith("<svg") else _LONG_WORD.sub(_with_breaks, clean)
    if isinstance(data, list):
        return [_printable(item) for item in data]
    if isinstance(data, dict):
        return {key: _printable(value) for key, value in data.items()}
    return data


def _with_breaks(match: re.Match[str]) -> str:
    word = match[0]
    parts = [word[start : start + _LONGEST_WORD] for start in range(0, len(word), _LONGEST_WORD)]
    return "\u200b".join(parts)
