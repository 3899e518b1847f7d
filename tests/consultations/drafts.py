"""The draft's section 2.1 of 2020 as lines, and Word files as people send them."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from miernik.consultations.form_content import FormText
from miernik.strategy.models import FieldType, UnitKind
from miernik.strategy.text.content import Table
from miernik.strategy.text.reading import Line, code_of

K = UnitKind
_OFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(
    _OFFICE is None or not Path(_OFFICE).resolve().with_name("libswlo.so").exists(),
    reason="no LibreOffice Writer",
)


def line(
    kind: UnitKind,
    text: str,
    label: str = "",
    path: str = "",
    *,
    depth: int = 0,
    section: str = "",
    parent: str | None = None,
    table: Table | None = None,
    field_type: FieldType | None = None,
    name: str = "",
) -> Line:
    """A line whose identity follows from its name (else from its path and text)."""
    identity = uuid.uuid5(uuid.NAMESPACE_URL, name or f"{path}|{text}")
    return Line(
        unit_id=1, uuid=identity, code=code_of(identity), kind=kind, depth=depth, label=label,
        path=path, text=text, field_type=field_type, table=table, parent=parent, section=section,
        indicator_id=None,
    )  # fmt: skip


def section_lines(section: dict[str, Any]) -> list[Line]:
    """Part 2 and section 2.1 as the golden file quotes them."""
    group = section["section_group"]
    part = line(K.PART, group["title"], "2.", "2", name="part")
    head = line(K.SECTION, section["title"], "2.1.", "2.1", depth=1, parent=part.code, name="head")
    head = replace(head, section=head.code)
    found = [part, head]

    def under(above: Line, *args: Any, **kwargs: Any) -> Line:
        made = line(
            *args, depth=above.depth + 1, parent=above.code, section=head.code, **kwargs
        )  # fmt: skip
        found.append(made)
        return made

    for kind, key in ((FieldType.ADDRESSEES, "adresaci"), (FieldType.AIM, "cel")):
        path = f"2.1 / {kind.label}"
        field = under(head, K.FIELD, kind.label, "", path, field_type=kind, name=key)
        under(field, K.PARAGRAPH, section[key], "", path, name=f"{key} text")
    path = f"2.1 / {FieldType.ACTIONS.label}"
    actions = under(head, K.FIELD, "Realizacja zadania:", "", path, field_type=FieldType.ACTIONS)
    for item in section["realizacja"]:
        where = f"{path} / {item['no']}"
        point = under(actions, K.POINT, item["text"], item["no"], where, name=where)
        for sub in item["sub"]:
            below = f"{where} / {sub['no']}"
            under(point, K.LETTER, sub["text"], sub["no"], below, name=below)
    return found


def draft_2020(golden: Callable[[str], Any]) -> list[Line]:
    """The consulted draft's section 2.1."""
    return section_lines(golden("consultation_2020")["annex"]["proposals"][0]["current"])


def proposed_2020(golden: Callable[[str], Any]) -> list[Line]:
    """The same section as the association proposed it."""
    return section_lines(golden("consultation_2020")["annex"]["proposals"][0]["proposed"])


def resaved(path: Path, to: str = "docx") -> Path:
    """The file opened in LibreOffice and saved again."""
    out = path.parent / "resaved"
    home = (path.parent / "office-home").as_uri()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={home}", "--headless", "--convert-to", to,
         "--outdir", str(out), str(path)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return out / f"{path.stem}.{to}"


def form_2020(lines: list[Line]) -> FormText:
    """The form of October 2020 over these lines."""
    return FormText(
        title="projekt Programu Pomocy Społecznej Miasta Białegostoku na lata 2021-2024",
        draft_title="Projekt uchwały w sprawie przyjęcia Programu Pomocy Społecznej Miasta"
        " Białegostoku na lata 2021-2024",
        addressees="Ankieta jest dla organizacji pozarządowych oraz podmiotów, o których mowa w"
        " art. 3 ust. 3 ustawy o działalności pożytku publicznego i o wolontariacie.",
        dates="od 8 października 2020 r. do 21 października 2020 r.",
        ways=(
            "pocztą: Departament Spraw Społecznych, ul. Bema 60/1, 15-370 Białystok",
            "skan podpisanej ankiety e-mailem: dsp@um.bialystok.pl",
        ),
        privacy=("Administratorem danych osobowych jest Prezydent Miasta Białegostoku.",),
        legal="Podstawa: uchwała nr LX/800/10 Rady Miejskiej Białegostoku.",
        lines=lines,
        form_code="K2020-3/1",
        authority="Urząd Miejski w Białymstoku",
        prepared_at=dt.datetime(2020, 10, 8, 8, tzinfo=dt.UTC),
    )
