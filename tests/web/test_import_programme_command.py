"""``miernik import`` of a council's resolution with a programme."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from miernik.intake.models import DocumentKind, Import, ImportState
from miernik.strategy.models import Stage, Work
from miernik.web.cli import main
from tests.web.test_office_programme import BODY, HEAD

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    path = tmp_path / "uchwala.txt"
    path.write_text(HEAD + BODY, encoding="utf-8")
    return path


def test_a_programme_waits_as_a_draft_and_its_doubts_are_told(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(file)]) == 0
    told = capsys.readouterr().out
    assert "1 kierunek, 1 zadanie, 1 wskaźnik, 1 wątpliwość" in told
    assert "z kolejności wynika „2)”" in told
    assert "--yes" in told
    assert Import.objects.get().document == DocumentKind.PROGRAMME
    assert not Work.objects.exists()


def test_yes_stores_it_under_the_given_code_and_only_once(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(file), "--yes", "--code", "rodzina"]) == 0
    assert "(kod rodzina), wersja 1, uchwalony" in capsys.readouterr().out
    assert Work.objects.get(code="rodzina").versions.get().stage == Stage.ENACTED
    assert Import.objects.get().state == ImportState.CONFIRMED
    assert main(["import", str(file), "--yes"]) != 0
    assert "Ten plik jest już zapisany" in capsys.readouterr().err
    assert Work.objects.count() == 1
