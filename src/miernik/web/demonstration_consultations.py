"""The consultation of 2020 in the demonstration, and an invented one that runs now."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.utils import timezone

from miernik.accounts.organisations.checking import OrganisationData
from miernik.accounts.organisations.models import Organisation
from miernik.accounts.organisations.services import add_organisation
from miernik.consultations.loading import decide_as_reported, load_consultation
from miernik.consultations.models import (
    Channel,
    Consultation,
    ConsultedDraft,
    NoticeKind,
    Operation,
    SubmitterKind,
    Track,
)
from miernik.consultations.procedure import TrackKind
from miernik.consultations.services.finishing import (
    add_report_file,
    freeze_report,
    make_next_version,
)
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
from miernik.reports.consultations import report_files
from miernik.strategy.models import FieldType
from miernik.strategy.selectors import latest_version
from miernik.strategy.text.lineage import confirm_lineage, propose_lineage
from miernik.strategy.text.reading import lines
from miernik.web.demonstration import BY, EXAMPLES, ExamplesMissingError, load_programme

HELD, RUNNING = "pps-2020", "pokaz"
_WORK = "pps-2021-2024"
_RUNNING_DAYS = 21


def load_consultations() -> str:
    """Load both consultations unless they are there; returns a Polish summary."""
    if Consultation.objects.filter(code=HELD).exists():
        return "dane już były"
    file = EXAMPLES / "konsultacje-2020.json"
    if not file.exists():
        raise ExamplesMissingError
    facts: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    _organisations(facts)
    draft = _held(facts)
    _running(draft)
    return "konsultacje z 2020 r. ze sprawozdaniem i zmyślone konsultacje w toku"


def _organisations(facts: dict[str, Any]) -> None:
    """The organisation of the report, without any contact."""
    for proposal in facts["annex"]["proposals"]:
        name = proposal["submitter"]
        if not Organisation.objects.filter(name=name).exists():
            add_organisation(data=OrganisationData(name=name), by=BY, at=timezone.now())


def _held(facts: dict[str, Any]) -> ConsultedDraft:
    in_force = latest_version(load_programme())
    loaded = load_consultation(facts, code=HELD, work_code=_WORK, by=BY, in_force=in_force)
    decide_as_reported(loaded, facts, by=BY)
    day = dt.date.fromisoformat(facts["date"])
    at = timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
    draft = loaded.drafts[0]
    _lineage(draft, facts["annex"]["proposals"][0]["section"], at)
    make_next_version(draft=draft, by=BY, at=at)
    report = freeze_report(track=loaded.track, report_day=day, by=BY, at=at)
    for name, data in report_files(report.content, at).items():
        add_report_file(report=report, name=name, content=data, by=BY, at=at)
    draft.refresh_from_db()
    return draft


def _lineage(draft: ConsultedDraft, section: str, at: dt.datetime) -> None:
    """Confirm where the quoted section comes from, and the task that it no longer holds.

    Of the rest of the draft the report says nothing, so nothing is said about it here.
    """
    assert draft.version is not None
    assert draft.compared_with is not None
    paths = {line.unit_id: line.path for line in lines(draft.compared_with)}
    actions = f"{section} / {FieldType.ACTIONS.label}"
    for link in propose_lineage(draft.compared_with, draft.version, by=BY, at=at):
        path = paths.get(link.earlier_id or 0, "")
        if path.startswith(section if link.later_id else actions):
            confirm_lineage(lineage=link, by=BY, at=at)


def _running(before: ConsultedDraft) -> None:
    """An invented consultation of the same text that can be tried now, on two tracks."""
    at = timezone.now()
    today = timezone.localdate(at)
    starts, ends = today - dt.timedelta(days=3), today + dt.timedelta(days=_RUNNING_DAYS)
    consultation = create_consultation(
        code=RUNNING,
        title="Konsultacje projektu programu pomocy społecznej (pokaz, zmyślone)",
        responsible="Departament Spraw Społecznych Urzędu Miejskiego w Białymstoku",
        in_force_from=today + dt.timedelta(days=150),
        by=BY,
        at=at,
    )
    tracks = [
        add_track(
            consultation=consultation,
            kind=kind,
            starts=starts,
            ends=ends,
            ways=["na ankiecie, którą można pobrać obok projektu"],
            by=BY,
            at=at,
        )
        for kind in (TrackKind.NGO, TrackKind.RESIDENTS)
    ]
    draft = add_draft(
        consultation=consultation,
        title="projekt uchwały w sprawie przyjęcia programu pomocy społecznej (pokaz, zmyślony)",
        case_sign="POKAZ.1",
        version=before.result,
        compared_with=before.version,
        by=BY,
        at=at,
    )
    add_notice(
        consultation=consultation,
        tracks=tracks,
        kind=NoticeKind.WEBSITE,
        sentence="opublikowanie na stronie pokazu",
        published_on=starts,
        by=BY,
        at=at,
    )
    announce(consultation=consultation, by=BY, at=at)
    _opinions(tracks[0], draft, at)


def _opinions(track: Track, draft: ConsultedDraft, at: dt.datetime) -> None:
    """Two invented opinions on one point: of an organisation, and of a body not entitled."""
    assert draft.version is not None
    point = [line for line in lines(draft.version) if line.kind == "point"][-1]
    wording = point.text.rstrip(".") + ", także wieczorem."
    reasons = "Wiele osób pracuje do późna."
    asked = Asked(draft.uuid, Operation.REPLACE, point.code, wording, reasons)
    for name, refusal in (
        ("Fundacja Pokazowa (zmyślona)", ""),
        ("Spółka Zmyślona sp. z o.o.", "nie jest organizacją pozarządową"),
    ):
        made = register_at_desk(
            track=track,
            submitter=Submitter(SubmitterKind.ORGANISATION, name=name),
            asked=[asked],
            general="",
            channel=Channel.EMAIL,
            received_at=at,
            by=BY,
            at=at,
        )
        rule_on_eligibility(submission=made, eligible=not refusal, reason=refusal, by=BY, at=at)
