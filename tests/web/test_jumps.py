"""A jump is told in the preview of an import, before anything is stored."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from miernik.intake.models import Import
from miernik.intake.selectors import preview
from miernik.intake.serialize import load_draft
from miernik.intake.services import confirm, keep_draft
from miernik.web.office.jumps import jumps

EXAMPLES = Path(__file__).parents[2] / "examples" / "bialystok"
AT = dt.datetime(2020, 5, 28, 12, 0, tzinfo=dt.UTC)


def keep(year: int) -> Import:
    file = EXAMPLES / f"sprawozdanie-{year}.json"
    draft = load_draft(json.loads(file.read_text(encoding="utf-8")))
    draft.sha256 = f"{year:064d}"
    return keep_draft(draft=draft, path=file, by="t", at=AT)


@pytest.mark.django_db
def test_the_jump_of_2019_is_told_before_it_is_stored(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    confirm(of=keep(2017), by="t", at=AT)
    (jump,) = jumps(preview(keep(2019)))
    assert jump.path == "A.1.3/1"
    assert "2,4-krotnie" in jump.reason
    assert "objęte wsparciem dwukrotnie" in jump.reason
