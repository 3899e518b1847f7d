"""The forms of the report. A renderer places the context and computes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module

from miernik.reports.context import ReportContext
from miernik.reports.errors import UnknownFormatError

#: Every format; each is a module of this package with ``render(context, at) -> bytes``.
FORMATS = ("pdf", "docx", "xlsx", "html", "csv", "json")

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}

_MODULES = {name: f"{__name__}.{name}" for name in FORMATS} | {
    "csv": f"{__name__}.tidy",
    "json": f"{__name__}.plain",
}


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """One file of a report, in memory."""

    format: str
    name: str
    content: bytes


def rendered_files(
    context: ReportContext, formats: Sequence[str], at: dt.datetime
) -> list[RenderedFile]:
    """Render ``context`` in every one of ``formats``; ``at`` is the date kept in metadata.

    Raises UnknownFormatError, and InvalidOutputError when a file fails its own schema.
    """
    for name in formats:
        if name not in FORMATS:
            raise UnknownFormatError(name, FORMATS)
    stem = f"sprawozdanie-{context.title.year}"
    return [
        RenderedFile(name, f"{stem}.{name}", render(context, name, at))
        for name in dict.fromkeys(formats)
    ]


def render(context: ReportContext, format_name: str, at: dt.datetime) -> bytes:
    """Render one format; libraries are loaded only for the format asked for."""
    content: bytes = import_module(_MODULES[format_name]).render(context, at)
    return content
