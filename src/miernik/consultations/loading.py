"""A consultation that was held before, loaded from the facts of its report.

The shape of the facts is that of ``golden/consultation_2020.json``: drafts, legal bases, channels,
days, and an annex with each proposal's elements, their present and proposed wordings and outcomes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from miernik.consultations.models import (
    Change,
    Channel,
    Consultation,
    ConsultedDraft,
    NoticeKind,
    Operation,
    Submission,
    SubmitterKind,
    Track,
    Verdict,
)
from miernik.consultations.procedure import TrackKind
from miernik.consultations.services.deciding import Final, approve, decide
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
from miernik.kernel.text import comparable
from miernik.strategy.models import FieldType, Stage, UnitKind, Version, WorkKind
from miernik.strategy.services import create_work
from miernik.strategy.text.content import PassageContent
from miernik.strategy.text.reading import Line, lines
from miernik.strategy.text.services import write_text

K = UnitKind
_PATHS = {"title": "", "adresaci": " / Adresaci", "cel": " / Cel zadania"}
_ACTIONS = " / Realizacja zadania / "


@dataclass(slots=True)
class Loaded:
    """What was loaded."""

    consultation: Consultation
    track: Track
    drafts: list[ConsultedDraft]
    submissions: list[Submission]


@transaction.atomic
def load_consultation(
    facts: Mapping[str, Any],
    *,
    code: str,
    work_code: str,
    by: str,
    in_force: Version | None = None,
) -> Loaded:
    """Prepare, announce and fill the consultation of these facts, up to the registered opinions.

    The text of a draft is what the annex quotes of it; ``in_force`` is the text that the first
    draft replaces. Every step is dated as the report says. Raises the errors of the services it
    uses.
    """
    starts, ends = (dt.date.fromisoformat(facts[name]) for name in ("start", "end"))
    at = _noon(starts - dt.timedelta(days=1))
    version = _text(facts, work_code, in_force, by, at)
    consultation = create_consultation(
        code=code,
        title=facts["title"].replace("Raport z konsultacji społecznych", "Konsultacje społeczne"),
        responsible=facts["responsible_unit"],
        place=facts["place"],
        purpose=facts["purpose_text"],
        by=by,
        at=at,
    )
    track = add_track(
        consultation=consultation,
        kind=TrackKind.NGO,
        starts=starts,
        ends=ends,
        legal_bases=[_genitive(base["text"]) for base in facts["legal_bases"]],
        addressees=facts["addressees_text"].removeprefix("Adresatem konsultacji były ").rstrip("."),
        ways=[facts["submission"]["text"].split("należało składać ")[1].rstrip(".")],
        by=by,
        at=at,
    )
    drafts = _drafts(facts, consultation, version, in_force, by, at)
    _notices(facts, track, by, _noon(starts))
    announce(consultation=consultation, by=by, at=at)
    consultation.refresh_from_db()
    track.refresh_from_db()
    submissions = [
        _submission(track, drafts[proposal["subject_no"] - 1], proposal, by, _noon(ends))
        for proposal in facts["annex"]["proposals"]
    ]
    return Loaded(consultation, track, drafts, submissions)


def _drafts(
    facts: Mapping[str, Any],
    consultation: Consultation,
    version: Version,
    in_force: Version | None,
    by: str,
    at: dt.datetime,
) -> list[ConsultedDraft]:
    """The drafts of the report; the text of the first alone is known."""
    made = []
    for subject, sign in zip(facts["subjects"], facts["case_numbers"], strict=True):
        is_known = subject["no"] == 1
        made.append(
            add_draft(
                consultation=consultation,
                title=subject["draft"],
                case_sign=sign,
                version=version if is_known else None,
                compared_with=in_force if is_known else None,
                by=by,
                at=at,
            )
        )
    return made


def _notices(facts: Mapping[str, Any], track: Track, by: str, at: dt.datetime) -> None:
    for channel in facts["channels"]:
        add_notice(
            consultation=track.consultation,
            tracks=[track],
            kind=NoticeKind.WEBSITE if channel["kind"] == "www" else NoticeKind.MAILING,
            sentence=channel["text"].rstrip(",."),
            published_on=track.starts,
            by=by,
            at=at,
        )


def decide_as_reported(loaded: Loaded, facts: Mapping[str, Any], *, by: str) -> None:
    """Decide and approve as the last column of the annex tells.

    A proposal said to be in a unit that reads as before is decided as what it is: covered by that
    unit.
    """
    at = _noon(dt.date.fromisoformat(facts["date"]) - dt.timedelta(days=5))
    for submission, proposal in zip(loaded.submissions, facts["annex"]["proposals"], strict=True):
        draft = loaded.drafts[proposal["subject_no"] - 1]
        assert draft.version is not None
        known = lines(draft.version)
        grouped: dict[str, list[tuple[Change, Mapping[str, Any]]]] = {}
        changes = submission.changes.order_by("position")
        for change, element in zip(changes, proposal["elements"], strict=True):
            grouped.setdefault(element["decision_text"], []).append((change, element))
        for pairs in grouped.values():
            _decide(draft, known, pairs, by, at)


def _decide(
    draft: ConsultedDraft,
    known: list[Line],
    pairs: list[tuple[Change, Mapping[str, Any]]],
    by: str,
    at: dt.datetime,
) -> None:
    first = pairs[0][1]
    covering = next(
        (line for line in known if comparable(line.printed) == comparable(first["resulting_text"])),
        None,
    )
    codes = {line.unit_id: line.code for line in known}
    finals = [
        Final(Operation.REPLACE, codes[change.unit_id or 0], element["resulting_text"])
        for change, element in pairs
        if change.operation == Operation.REPLACE
    ]
    verdict = Verdict.COVERED if covering else Verdict(first["outcome"])
    statement = first["decision_text"]
    if covering:
        statement = statement.split(" Realizacja zadania:")[0]
    decision = decide(
        draft=draft,
        changes=[change for change, _ in pairs],
        verdict=verdict,
        statement=statement,
        reasons=first["outcome_justification"],
        finals=[] if covering else finals,
        covered_by=covering.code if covering else "",
        by=by,
        at=at,
    )
    approve(decision=decision, by=by, at=at)


def _submission(
    track: Track, draft: ConsultedDraft, proposal: Mapping[str, Any], by: str, at: dt.datetime
) -> Submission:
    assert draft.version is not None
    place = {line.path: line.code for line in lines(draft.version)}
    asked = [
        Asked(
            draft=draft.uuid,
            operation=Operation.REPLACE if element["current_text"] else Operation.INSERT_AFTER,
            code=place[_path(proposal, element)],
            text=element["proposed_text"],
            reasons=proposal["justification"],
            label="" if element["current_text"] else _new_label(proposal),
        )
        for element in proposal["elements"]
    ]
    made = register_at_desk(
        track=track,
        submitter=Submitter(
            SubmitterKind.ORGANISATION, name=proposal["submitter"], statutory_activity=True
        ),
        asked=asked,
        general="",
        channel=Channel.SCAN,
        received_at=at,
        by=by,
        at=at,
    )
    rule_on_eligibility(submission=made, eligible=True, reason="", by=by, at=at)
    return made


def _path(proposal: Mapping[str, Any], element: Mapping[str, Any]) -> str:
    """Where an element of a proposal stands; a new point stands behind the last one."""
    section = proposal["section"]
    if element["element"] in _PATHS:
        return f"{section}{_PATHS[element['element']]}"
    return f"{section}{_ACTIONS}{proposal['current']['realizacja'][-1]['no']}"


def _new_label(proposal: Mapping[str, Any]) -> str:
    label: str = proposal["proposed"]["realizacja"][-1]["no"]
    return label


def _text(
    facts: Mapping[str, Any], work_code: str, in_force: Version | None, by: str, at: dt.datetime
) -> Version:
    """The first draft's text, as far as the annex quotes it."""
    subject = facts["subjects"][0]
    years = [int(word) for word in subject["programme"].split()[-1].split("-")]
    work = create_work(
        code=work_code,
        kind=WorkKind.PROGRAMME,
        title=subject["programme"],
        municipality=facts["place"],
        years=(years[0], years[1]),
        by=by,
        at=at,
        predecessor=in_force.work if in_force else None,
    )
    current = facts["annex"]["proposals"][0]["current"]
    note = f"projekt; z raportu znane jest tylko zadanie {current['code']}"
    return write_text(
        work=work, roots=_tree(current), stage=Stage.CONSULTED, note=note, by=by, at=at
    )


def _tree(current: Mapping[str, Any]) -> list[PassageContent]:
    """The quoted section under its part; parts before it are there for its number alone."""
    part = int(current["section_group"]["code"])
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
    before = [
        PassageContent(K.PART, "(treści nie ma w raporcie z konsultacji)") for _ in range(1, part)
    ]
    return [*before, PassageContent(K.PART, current["section_group"]["title"], children=[section])]


def _field(kind: FieldType, *children: PassageContent) -> PassageContent:
    return PassageContent(K.FIELD, kind.label, field_type=kind, children=list(children))


def _genitive(text: str) -> str:
    return text.replace("ustawa ", "ustawy ", 1).replace("uchwała ", "uchwały ", 1)


def _noon(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
