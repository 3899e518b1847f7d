"""The consultation of 2020 from the facts of its report, acted out through the services."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from miernik.consultations.models import (
    Channel,
    Consultation,
    ConsultedDraft,
    NoticeKind,
    Operation,
    Submission,
    SubmitterKind,
    Track,
)
from miernik.consultations.procedure import TrackKind
from miernik.consultations.services.preparing import (
    add_draft,
    add_notice,
    add_track,
    announce,
    create_consultation,
)
from miernik.consultations.services.submitting import (
    Asked,
    Submitter,
    register_at_desk,
    rule_on_eligibility,
)
from miernik.strategy.models import FieldType, Stage, UnitKind, WorkKind
from miernik.strategy.services import create_work
from miernik.strategy.text.content import PassageContent
from miernik.strategy.text.reading import Line, lines
from miernik.strategy.text.services import write_text

BY = "koordynator"
K = UnitKind


def moment(day: int, month: int = 10, hour: int = 10) -> dt.datetime:
    return dt.datetime(2020, month, day, hour, tzinfo=dt.UTC)


def _field(kind: FieldType, *children: PassageContent) -> PassageContent:
    return PassageContent(K.FIELD, kind.label, field_type=kind, children=list(children))


def draft_text(current: dict[str, Any]) -> list[PassageContent]:
    """Section 2.1 of the consulted draft ("Dotychczasowy zapis") under its part."""
    points = [
        PassageContent(
            K.POINT,
            point["text"],
            children=[PassageContent(K.LETTER, letter["text"]) for letter in point["sub"]],
        )
        for point in current["realizacja"]
    ]
    section = PassageContent(
        K.SECTION,
        current["title"],
        children=[
            _field(FieldType.ADDRESSEES, PassageContent(K.PARAGRAPH, current["adresaci"])),
            _field(FieldType.AIM, PassageContent(K.PARAGRAPH, current["cel"])),
            _field(FieldType.ACTIONS, *points),
        ],
    )
    return [
        PassageContent(K.PART, "Pomoc osobom i rodzinom będącym w trudnej sytuacji życiowej"),
        PassageContent(K.PART, current["section_group"]["title"], children=[section]),
    ]


@dataclass(slots=True)
class City:
    """What the acted out consultation consists of."""

    consultation: Consultation
    track: Track
    first: ConsultedDraft
    second: ConsultedDraft
    submission: Submission
    lines: dict[str, Line]


def act(facts: dict[str, Any]) -> City:
    """Prepare, announce, and register the opinion of the one NGO with its four changes."""
    proposal = facts["annex"]["proposals"][0]
    work = create_work(
        code="pps-2021-2024",
        kind=WorkKind.PROGRAMME,
        title=facts["subjects"][0]["programme"],
        municipality="Białystok",
        years=(2021, 2024),
        by=BY,
        at=moment(1),
    )
    version = write_text(
        work=work,
        roots=draft_text(proposal["current"]),
        stage=Stage.CONSULTED,
        note="projekt do konsultacji",
        by=BY,
        at=moment(1),
    )
    consultation = create_consultation(
        code="pps-2020",
        title=facts["title"].replace("Raport z konsultacji społecznych", "Konsultacje społeczne"),
        responsible=facts["responsible_unit"],
        purpose=facts["purpose_text"],
        by=BY,
        at=moment(1),
    )
    track = add_track(
        consultation=consultation,
        kind=TrackKind.NGO,
        starts=dt.date.fromisoformat(facts["start"]),
        ends=dt.date.fromisoformat(facts["end"]),
        legal_bases=[_genitive(base["text"]) for base in facts["legal_bases"]],
        addressees=facts["addressees_text"].removeprefix("Adresatem konsultacji były ").rstrip("."),
        ways=[facts["submission"]["text"].split("należało składać ")[1].rstrip(".")],
        by=BY,
        at=moment(1),
    )
    first, second = (
        add_draft(
            consultation=consultation,
            title=subject["draft"],
            case_sign=sign,
            version=version if subject["no"] == 1 else None,
            by=BY,
            at=moment(1),
        )
        for subject, sign in zip(facts["subjects"], facts["case_numbers"], strict=True)
    )
    for channel in facts["channels"]:
        add_notice(
            consultation=consultation,
            tracks=[track],
            kind=NoticeKind.WEBSITE if channel["kind"] == "www" else NoticeKind.MAILING,
            sentence=channel["text"].rstrip(",."),
            published_on=track.starts,
            by=BY,
            at=moment(8),
        )
    announce(consultation=consultation, by=BY, at=moment(7))
    track.refresh_from_db()
    submission = register_at_desk(
        track=track,
        submitter=Submitter(
            SubmitterKind.ORGANISATION, name=proposal["submitter"], statutory_activity=True
        ),
        asked=_asked(first, proposal, lines(version)),
        general="",
        channel=Channel.SCAN,
        received_at=moment(20),
        by=BY,
        at=moment(21),
    )
    rule_on_eligibility(submission=submission, eligible=True, reason="", by=BY, at=moment(22))
    by_path = {line.path: line for line in lines(version)}
    return City(consultation, track, first, second, submission, by_path)


def _asked(draft: ConsultedDraft, proposal: dict[str, Any], text: list[Line]) -> list[Asked]:
    place = {line.path: line.code for line in text}
    paths = ["2.1", "2.1 / Adresaci", "2.1 / Cel zadania", "2.1 / Realizacja zadania / 5)"]
    return [
        Asked(
            draft=draft.uuid,
            operation=Operation.REPLACE if element["current_text"] else Operation.INSERT_AFTER,
            code=place[path],
            text=element["proposed_text"],
            reasons=proposal["justification"],
            label="" if element["current_text"] else "6)",
        )
        for path, element in zip(paths, proposal["elements"], strict=True)
    ]


def _genitive(text: str) -> str:
    return text.replace("ustawa ", "ustawy ", 1).replace("uchwała ", "uchwały ", 1)
