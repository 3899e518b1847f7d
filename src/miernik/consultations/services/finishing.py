"""After the decisions: the next version of a text, the frozen report, adoption."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from miernik.audit.services import record
from miernik.consultations.cards import changes_of, published
from miernik.consultations.errors import NotReadyError
from miernik.consultations.models import (
    Consultation,
    ConsultedDraft,
    DecisionState,
    Edit,
    Operation,
    ReportDocument,
    Track,
)
from miernik.consultations.report_content import FORMAT_VERSION, report_content
from miernik.consultations.selectors import all_reported
from miernik.consultations.services.letters import queue_outcomes
from miernik.consultations.services.preparing import keep_file
from miernik.consultations.states import follow
from miernik.kernel.text import plural
from miernik.strategy.models import Stage, Unit, UnitKind, Version
from miernik.strategy.text.content import PassageContent
from miernik.strategy.text.reading import text_of
from miernik.strategy.text.services import enact, write_text


@transaction.atomic
def make_next_version(*, draft: ConsultedDraft, by: str, at: dt.datetime) -> Version:
    """Write the version after consultations: the consulted text with the approved wordings.

    Raises NotReadyError while a proposal has no approved decision or the draft has no text;
    WrongStateError. Made again, it gives a further version and the draft points to it.
    """
    of = Consultation.objects.select_for_update().get(pk=draft.consultation_id)
    step = follow("make_next_version", of.state)
    missing = missing_decisions(draft)
    if draft.version is None:
        missing.append("tekstu projektu")
    if missing:
        raise NotReadyError(missing)
    assert draft.version is not None
    roots = text_of(draft.version)
    for edit in draft.edits.select_related("unit", "inserted").order_by("pk"):
        _apply(roots, edit)
    version = write_text(
        work=draft.version.work,
        roots=roots,
        stage=Stage.AFTER,
        note=f"po konsultacjach „{of.code}”",
        by=by,
        at=at,
    )
    _note_inserted(draft, roots)
    draft.result = version
    draft.save(update_fields=["result"])
    data = {"version": version.number, "hash": version.content_hash}
    _event(step.event, of, by, at, data)
    return version


def missing_decisions(draft: ConsultedDraft) -> list[str]:
    """Return, in phrases, which proposals wait for a decision or its approval."""
    undecided = unapproved = 0
    for change in changes_of(draft):
        decisions = list(change.decisions.all())
        if not decisions:
            undecided += 1
        elif any(decision.state != DecisionState.APPROVED for decision in decisions):
            unapproved += 1
    found = []
    if undecided:
        word = plural(undecided, "propozycji", "propozycji", "propozycji")
        found.append(f"rozstrzygnięcia {undecided} {word}")
    if unapproved:
        found.append(f"zatwierdzenia rozstrzygnięć dla {unapproved} propozycji")
    return found


@transaction.atomic
def freeze_report(*, track: Track, report_day: dt.date, by: str, at: dt.datetime) -> ReportDocument:
    """Freeze the report of a track; its files are added by ``add_report_files``.

    Raises NotReadyError while the track is open, a decision is missing, or a natural person's
    proposal was not looked at before publication. Frozen again, it gets the next number. With the
    last report the outcome is queued for the submitters who asked for it.
    """
    of = Consultation.objects.select_for_update().get(pk=track.consultation_id)
    step = follow("freeze_report", of.state)
    missing = missing_for_report(track, min(report_day, timezone.localdate(at)))
    if missing:
        raise NotReadyError(missing)
    content = report_content(track, report_day).plain()
    digest = hashlib.sha256(
        json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
    ).hexdigest()
    last = track.reports.aggregate(last=Max("number"))["last"] or 0
    made = ReportDocument.objects.create(
        track=track,
        number=last + 1,
        format_version=FORMAT_VERSION,
        content=content,
        content_hash=digest,
        frozen_at=at,
        frozen_by=by,
    )
    of.state = step.reached
    of.save(update_fields=["state"])
    _event(step.event, of, by, at, {"track": track.kind, "number": made.number, "hash": digest})
    if all_reported(of):
        queue_outcomes(consultation=of, by=by, at=at)
    return made


def missing_for_report(track: Track, report_day: dt.date) -> list[str]:
    """Return everything that is missing before a report can be frozen, in phrases."""
    found = []
    if report_day <= track.ends:
        found.append("końca konsultacji: sprawozdanie powstaje po ostatnim dniu")
    for draft in track.consultation.drafts.all():
        found += missing_decisions(draft)
        unseen = [
            change
            for change in changes_of(draft)
            if change.submission.track_id == track.pk and published(change) is None
        ]
        if unseen:
            found.append(f"sprawdzenia danych osobowych w {len(unseen)} propozycjach osób")
    return found


@transaction.atomic
def add_report_file(
    *, report: ReportDocument, name: str, content: bytes, by: str, at: dt.datetime
) -> ReportDocument:
    """Keep a file of a report under its hash: a generated one or the signed scan."""
    digest = hashlib.sha256(content).hexdigest()
    of = ReportDocument.objects.select_for_update().get(pk=report.pk)
    row = {
        "name": name,
        "stored": keep_file(digest, name, content),
        "sha256": digest,
        "size": len(content),
    }
    of.files = [item for item in of.files if item["name"] != name] + [row]
    of.save(update_fields=["files"])
    data = {"name": name, "sha256": digest}
    _event("consultation.report_file_added", of.track.consultation, by, at, data)
    return of


@transaction.atomic
def reopen_decisions(*, consultation: Consultation, reason: str, by: str, at: dt.datetime) -> None:
    """Go back from the report to the decisions; the frozen report stays."""
    of = Consultation.objects.select_for_update().get(pk=consultation.pk)
    step = follow("reopen_decisions", of.state)
    if not reason.strip():
        raise NotReadyError(["powodu ponownego otwarcia rozstrzygnięć"])
    of.state = step.reached
    of.save(update_fields=["state"])
    _event(step.event, of, by, at, {"reason": reason})


@transaction.atomic
def adopt(
    *,
    draft: ConsultedDraft,
    number: str,
    date: dt.date,
    body: str,
    in_force_from: dt.date,
    by: str,
    at: dt.datetime,
    journal: str = "",
) -> Version:
    """Record that the council adopted a draft: the adopted text is now in force and measured.

    The text after consultations is adopted, or the consulted one when nothing changed. The
    consultation is completed when every draft with a text is adopted. Raises NotReadyError and
    WrongStateError.
    """
    of = Consultation.objects.select_for_update().get(pk=draft.consultation_id)
    step = follow("adopt", of.state)
    version = draft.result or draft.version
    if version is None:
        raise NotReadyError(["tekstu projektu"])
    if draft.result is None and draft.edits.exists():
        raise NotReadyError(["wersji po konsultacjach"])
    enacted = enact(
        version=version,
        number=number,
        date=date,
        body=body,
        in_force_from=in_force_from,
        journal=journal,
        by=by,
        at=at,
    )
    draft.enacted = enacted
    draft.save(update_fields=["enacted"])
    waiting = of.drafts.filter(version__isnull=False, enacted__isnull=True)
    if not waiting.exists():
        of.state = step.reached
        of.save(update_fields=["state"])
    _event(step.event, of, by, at, {"number": number, "version": enacted.number})
    return enacted


def _apply(roots: list[PassageContent], edit: Edit) -> None:
    found = _find(roots, edit.unit_id)
    if found is None:
        return
    beside, place = found
    if edit.operation == Operation.REPLACE:
        beside[place].text = edit.text
    elif edit.operation == Operation.DELETE:
        del beside[place]
    else:
        kind = UnitKind(edit.inserted_kind)
        new = PassageContent(kind, edit.text, unit=edit.inserted)
        if beside[place].kind is UnitKind.FIELD and kind is not UnitKind.FIELD:
            beside[place].children.insert(0, new)
        else:
            beside.insert(place + 1, new)


def _find(units: list[PassageContent], unit_id: int) -> tuple[list[PassageContent], int] | None:
    for place, unit in enumerate(units):
        if unit.unit is not None and unit.unit.pk == unit_id:
            return units, place
        found = _find(unit.children, unit_id)
        if found is not None:
            return found
    return None


def _note_inserted(draft: ConsultedDraft, roots: list[PassageContent]) -> None:
    """Remember which unit an insertion became, so that it keeps its identity from now on."""
    made: dict[str, Unit] = {}
    for root in roots:
        for item in root.walk():
            if item.unit is not None:
                made.setdefault(item.text, item.unit)
    waiting = draft.edits.filter(operation=Operation.INSERT_AFTER, inserted__isnull=True)
    for edit in waiting:
        edit.inserted = made[edit.text]
        edit.save(update_fields=["inserted"])


def _event(
    action: str, of: Consultation, by: str, at: dt.datetime, data: Mapping[str, object]
) -> None:
    record(action=action, subject=f"consultation:{of.uuid}", by=by, at=at, data=data)
