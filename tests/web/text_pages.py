"""Texts for tests of pages: a programme in force, a draft of it, and the next programme."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from miernik.consultations.procedure import TrackKind
from miernik.consultations.services.preparing import (
    add_draft,
    add_track,
    announce,
    create_consultation,
)
from miernik.strategy.models import Stage, UnitKind, Version, Work
from miernik.strategy.text.content import PassageContent, Table
from miernik.strategy.text.editing import edit_passage, remove_passage
from miernik.strategy.text.lineage import propose_lineage
from miernik.strategy.text.reading import Line, lines, text_of
from miernik.strategy.text.services import add_resolution, start_draft, write_text
from tests.strategy import city_text
from tests.strategy.city_text import NOW

OLD, NEW = "pps-2017", "pps-2021"
TABLE = Table(
    columns=["Rok", "Liczba osób"], rows=[["2015", "16 695"]], note="źródło: sprawozdanie MOPR"
)


def furnish() -> tuple[Version, Version]:
    """The programme in force with its resolution and the next one's consulted draft, linked."""
    before = city_text.a_work(OLD, (2017, 2020))
    roots = city_text.old_text()
    table = PassageContent(UnitKind.TABLE, "Osoby korzystające z pomocy", table=TABLE)
    roots.insert(0, PassageContent(UnitKind.CHAPTER, "Diagnoza", children=[table]))
    old = write_text(work=before, roots=roots, stage=Stage.ENACTED, note="", by="test", at=NOW)
    add_resolution(
        version=old, number="XXIX/476/16", date=dt.date(2016, 12, 19), body="Rada Miasta Białystok",
        in_force_from=dt.date(2017, 1, 1), by="test", at=NOW,
    )  # fmt: skip
    after = city_text.a_work(NEW, (2021, 2024), before)
    new = write_text(
        work=after, roots=city_text.new_text(), stage=Stage.CONSULTED, note="", by="test", at=NOW
    )
    propose_lineage(old, new, by="test", at=NOW)
    return old, new


def announce_text(version: Version) -> None:
    """Announce a consultation of a frozen text: only then may everybody read it."""
    consultation = create_consultation(
        code=f"k-{version.pk}", title="Konsultacje", responsible="DSP", by="test", at=NOW
    )
    add_track(
        consultation=consultation, kind=TrackKind.NGO, starts=NOW.date(),
        ends=NOW.date() + dt.timedelta(14), ways=["pocztą"], by="test", at=NOW,
    )  # fmt: skip
    add_draft(
        consultation=consultation, title="projekt uchwały", case_sign="", version=version,
        by="test", at=NOW,
    )  # fmt: skip
    announce(consultation=consultation, by="test", at=NOW)


def draft_of(work: Work) -> Version:
    """A draft of the programme in force: point 4) removed, point 5) reworded."""
    source = work.versions.get(number=1)
    draft = start_draft(work=work, roots=text_of(source), note="próba", by="anna", at=NOW)
    remove_passage(
        version=draft, unit=reading(draft, city_text.USEFUL_WORK).uuid, by="anna", at=NOW
    )
    point = reading(draft, city_text.OLD_POINTS[3])
    text = city_text.NEW_POINTS[2]
    edit_passage(version=draft, unit=point.uuid, text=text, seen=None, by="anna", at=NOW)
    return draft


def reading(version: Version, text: str) -> Line:
    """The unit of a version with exactly this wording."""
    return next(line for line in lines(version) if line.text == text)


def office(draft: Version) -> dict[str, str]:
    """Addresses of the pages of texts at the desk by name."""
    of = [OLD, draft.number]
    point = reading(draft, city_text.OFFICES).code
    table = reading(draft, "Osoby korzystające z pomocy").code
    link = Version.objects.get(work__code=NEW).continues.order_by("pk")[0].uuid
    return {
        "list": reverse("text-list"),
        "frozen": reverse("text-version", args=[OLD, 1]),
        "draft": reverse("text-version", args=of),
        "changes": reverse("text-changes", args=of),
        "unit": reverse("text-unit", args=[*of, point]),
        "table": reverse("text-unit", args=[*of, table]),
        "add": reverse("text-unit-add", args=[*of, point]),
        "freeze": reverse("text-freeze", args=of),
        "enact": reverse("text-enact", args=[NEW, 1]),
        "successor": reverse("text-successor", args=[OLD, 1]),
        "lineage": reverse("text-lineage", args=[NEW, 1, OLD, 1]),
        "link": reverse("text-lineage-change", args=[NEW, 1, OLD, 1, link]),
    }
