"""Files of reports: made by the room of reports, kept by consultations, read for a download."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

from django.conf import settings

from miernik.consultations.models import ConsultedDraft
from miernik.reports.consultations import package


def package_of(draft: ConsultedDraft, at: dt.datetime) -> bytes:
    """Return the council's package of a draft as a ZIP."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in package(draft, at).items():
            archive.writestr(name, content)
    return buffer.getvalue()


def stored(row: dict[str, Any]) -> Path:
    """Return where a kept file lies."""
    return Path(settings.MEDIA_ROOT) / str(row["stored"])
