"""Files of reports: made by the room of reports, kept by consultations, read for a download."""

from __future__ import annotations

import importlib
import io
import zipfile
from pathlib import Path
from typing import Any, cast

from django.conf import settings

from miernik.consultations.models import ConsultedDraft
from miernik.kernel.errors import MiernikError


class NoRendererError(MiernikError):
    """The part of the program that makes files is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "Ta instalacja nie potrafi jeszcze utworzyć plików sprawozdania. Treść jest zapisana; "
            "pobierz pliki po aktualizacji programu."
        )


def rendered(content: dict[str, Any]) -> dict[str, bytes]:
    """Return the files of a report by name; raises NoRendererError."""
    room = _room()
    return {
        "sprawozdanie.docx": cast("bytes", room.report_docx(content)),
        "sprawozdanie.pdf": cast("bytes", room.report_pdf(content)),
    }


def package_of(draft: ConsultedDraft) -> bytes:
    """Return the council's package of a draft as a ZIP; raises NoRendererError."""
    made = cast("dict[str, bytes]", _room().package(draft))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in made.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def stored(row: dict[str, Any]) -> Path:
    """Return where a kept file lies."""
    return Path(settings.MEDIA_ROOT) / str(row["stored"])


def _room() -> Any:  # a module that may be absent
    try:
        return importlib.import_module("miernik.reports.consultations")
    except ModuleNotFoundError as error:
        raise NoRendererError from error
