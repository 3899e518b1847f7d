"""What the Office files have in common: clean text, reproducible archives, charts as pictures."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

import typst

from miernik.reports.charts import svg
from miernik.reports.context import Chart
from miernik.reports.render.pdf import fonts

#: What XML 1.0 has no place for; line feeds stay.
_NO_XML = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_PICTURE = (
    b"#set page(width: auto, height: auto, margin: 0pt, fill: white)\n"
    b'#image(bytes(sys.inputs.svg), format: "svg")'
)
_PIXELS_PER_INCH = 160


def clean(text: str) -> str:
    """Return the text without characters that XML cannot hold."""
    return _NO_XML.sub(" ", text)


def picture(chart: Chart) -> bytes:
    """Return the chart as PNG, for programs that do not show SVG."""
    compiler = typst.Compiler(font_paths=fonts(), sys_inputs={"svg": clean(svg(chart))})
    content = compiler.compile(_PICTURE, format="png", ppi=_PIXELS_PER_INCH)
    assert isinstance(content, bytes)
    return content


def reproducible(archive: bytes, at: dt.datetime) -> bytes:
    """Return the ZIP archive with every member dated ``at``, so equal content is equal bytes."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as before,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for item in before.infolist():
            dated = zipfile.ZipInfo(item.filename, at.timetuple()[:6])
            dated.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(dated, before.read(item))
    return result.getvalue()
