"""The demonstration: real figures of Białystok through the usual doors of the rooms."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from django.utils import timezone

from miernik.analysis.services import review_breaks
from miernik.cases.statistics import programme
from miernik.intake.models import Import, ImportState
from miernik.intake.serialize import load_draft
from miernik.intake.services import confirm, keep_draft
from miernik.kernel.errors import MiernikError
from miernik.kernel.text import plural
from miernik.observations.selectors import years
from miernik.reports.models import Edition
from miernik.reports.selectors import stored_path
from miernik.reports.services import publish_edition
from miernik.strategy.models import Work, WorkKind
from miernik.strategy.services import create_work

EXAMPLES = Path(__file__).parents[3] / "examples" / "bialystok"
BY = "pokaz"
#: Folder of the reports whose values come from the invented register.
INVENTED = "program-pomocy-spolecznej-dane-zmyslone"


class ExamplesMissingError(MiernikError):
    """The example data are not beside the program."""

    def __init__(self) -> None:
        super().__init__("Nie ma danych przykładowych: uruchom ./dev demo w folderze programu.")


def load() -> str:
    """Load strategy and values, unless they are there already; returns a Polish summary."""
    catalogue = _catalogue()
    work = _work(catalogue["work"])
    loaded = 0
    for report in catalogue["reports"]:
        if Import.objects.filter(
            work=work, year=report["year"], state=ImportState.CONFIRMED
        ).exists():
            continue
        at = timezone.now()
        file = EXAMPLES / report["file"]
        draft = load_draft(json.loads(file.read_text(encoding="utf-8")))
        draft.sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
        started = keep_draft(draft=draft, path=file, work_code=work.code, by=BY, at=at)
        confirm(of=started, by=BY, at=at)
        loaded += 1
    review_breaks(work=work, by=BY, at=timezone.now())
    indicators = work.indicators.count()
    counted = f"{indicators} {plural(indicators, 'wskaźnik', 'wskaźniki', 'wskaźników')}"
    known = ", ".join(map(str, years(work)))
    return f"{counted}, lata {known}" + ("" if loaded else " (dane już były)")


def load_programme(remark: str = "") -> Work:
    """Return the programme of social assistance, written first when it is not there yet.

    ``remark`` is added to its title.
    """
    found = Work.objects.filter(code=programme.CODE).first()
    if found is not None:
        return found
    files = [EXAMPLES / "program-2017-2020.json", EXAMPLES / "program-2017-2020-tekst.json"]
    if not all(file.exists() for file in files):
        raise ExamplesMissingError
    facts, text = (json.loads(file.read_text(encoding="utf-8")) for file in files)
    if remark:
        facts["title"] += f" – {remark}"
    return programme.write_programme(facts=facts, text=text, by=BY, at=timezone.now())


def publish(out: Path) -> str:
    """Publish the edition of every year, copy its files to ``out``; returns a Polish summary.

    Editions that are there already are only copied: they are frozen. Those of the programme, whose
    values come from the invented register, lie in a folder that says so.
    """
    copied = _copied(demonstrated(), out)
    found = Work.objects.filter(code=programme.CODE).first()
    if found is not None:
        copied += _copied(found, out / INVENTED)
    return f"{copied} {plural(copied, 'plik', 'pliki', 'plików')}"


def _copied(work: Work, out: Path) -> int:
    copied = 0
    out.mkdir(parents=True, exist_ok=True)
    for year in years(work):
        edition = Edition.objects.filter(work=work, year=year).order_by("number").last()
        if edition is None:
            edition = publish_edition(work=work, year=year, by=BY, at=timezone.now())
        for file in edition.files.all():
            shutil.copyfile(stored_path(file), out / file.name)
            copied += 1
    return copied


def _catalogue() -> dict[str, Any]:
    file = EXAMPLES / "catalogue.json"
    if not file.exists():
        raise ExamplesMissingError
    catalogue: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return catalogue


def demonstrated() -> Work:
    """Return the city's strategy with its real values."""
    return Work.objects.get(code=_catalogue()["work"]["code"])


def _work(facts: dict[str, Any]) -> Work:
    found = Work.objects.filter(code=facts["code"]).first()
    return found or create_work(
        code=facts["code"],
        kind=WorkKind(facts["kind"]),
        title=facts["title"],
        municipality=facts["municipality"],
        years=(facts["start_year"], facts["end_year"]),
        by=BY,
        at=timezone.now(),
    )
