"""Taking opinions: on line until the clock closes, at the desk whenever they come."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from miernik.accounts.organisations.models import Organisation
from miernik.accounts.organisations.selectors import find_organisation
from miernik.audit.services import record
from miernik.consultations.errors import (
    ClosedError,
    EmptySubmissionError,
    NotReadyError,
    SubmitterError,
    UnchangedProposalError,
    WrongStateError,
)
from miernik.consultations.models import (
    Change,
    Channel,
    Consultation,
    ConsultationState,
    ConsultedDraft,
    EligibilityRuling,
    Operation,
    PublicWording,
    Submission,
    SubmitterKind,
    SubmitterPerson,
    Track,
)
from miernik.consultations.services.letters import queue_receipt
from miernik.consultations.services.preparing import keep_file
from miernik.kernel.redline import is_changed
from miernik.kernel.text import squeeze
from miernik.strategy.errors import UnknownPassageError
from miernik.strategy.models import UnitKind
from miernik.strategy.text.reading import Line, lines

NO_ADDRESS = "Wpisz adres e-mail, na który wysłać wiadomości, albo odznacz prośbę o nie."


@dataclass(frozen=True, slots=True)
class Asked:
    """One change as it is asked for: ``code`` is the unit's short code in the draft's text.

    For an insertion ``code`` is the unit after which the new one stands. ``group`` joins changes
    of one row of the annex.
    """

    draft: uuid.UUID
    operation: Operation
    code: str = ""
    text: str = ""
    reasons: str = ""
    group: int = 1
    label: str = ""
    inserted_kind: str = ""


@dataclass(frozen=True, slots=True)
class Submitter:
    """Who submits: an organisation or body by ``name``, or a person by ``full_name``.

    ``wants_letters`` asks for the receipt and the outcome at ``email``.
    """

    kind: SubmitterKind
    name: str = ""
    krs: str = ""
    full_name: str = ""
    email: str = ""
    address: str = ""
    phone: str = ""
    statutory_activity: bool | None = None
    publish_name: bool = False
    wants_letters: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """The file an opinion came in: a scan, a letter, a Word document."""

    name: str
    content: bytes


def is_open(track: Track, at: dt.datetime) -> bool:
    """Return whether opinions are taken on line at this moment of the server's clock."""
    today = timezone.localdate(at)
    state = Consultation.objects.values_list("state", flat=True).get(pk=track.consultation_id)
    return state == ConsultationState.ANNOUNCED and track.starts <= today <= track.ends


@transaction.atomic
def submit_online(
    *, track: Track, submitter: Submitter, asked: Sequence[Asked], general: str, at: dt.datetime
) -> Submission:
    """Take an opinion from the public page.

    Raises ClosedError outside the days of the track, EmptySubmissionError, SubmitterError,
    UnchangedProposalError, UnknownPassageError; then nothing is stored.
    """
    if not is_open(track, at):
        raise ClosedError(track.starts, track.ends, timezone.localdate(at))
    return _register(
        track=track,
        submitter=submitter,
        asked=asked,
        general=general,
        channel=Channel.ONLINE,
        received_at=at,
        in_time=True,
        by="formularz",
        at=at,
    )


@transaction.atomic
def register_at_desk(
    *,
    track: Track,
    submitter: Submitter,
    asked: Sequence[Asked],
    general: str,
    channel: Channel,
    received_at: dt.datetime,
    by: str,
    at: dt.datetime,
    postmarked_on: dt.date | None = None,
    paper: Paper | None = None,
) -> Submission:
    """Register an opinion that came on paper, by e-mail, as a scan or a Word file.

    A late one is registered as late. Paper sent by post is in time by its postmark. Raises as
    ``submit_online`` but for the clock.
    """
    state = Consultation.objects.values_list("state", flat=True).get(pk=track.consultation_id)
    if state not in (ConsultationState.ANNOUNCED, ConsultationState.REPORTED):
        raise WrongStateError(ConsultationState(state).label)
    day = postmarked_on or timezone.localdate(received_at)
    return _register(
        track=track,
        submitter=submitter,
        asked=asked,
        general=general,
        channel=channel,
        received_at=received_at,
        in_time=day <= track.ends,
        by=by,
        at=at,
        postmarked_on=postmarked_on,
        paper=paper,
    )


@transaction.atomic
def rule_on_eligibility(
    *, submission: Submission, eligible: bool, reason: str, by: str, at: dt.datetime
) -> EligibilityRuling:
    """Say whether the submitter belongs to the addressees; an ineligible opinion stays recorded.

    Raises NotReadyError when a refusal has no reason.
    """
    if not eligible and not reason.strip():
        raise NotReadyError(["powodu, dla którego składający nie jest uprawniony"])
    made = EligibilityRuling.objects.create(
        submission=submission, eligible=eligible, reason=reason.strip(), by=by, at=at
    )
    data = {"eligible": eligible, "reason": reason}
    _event("submission.eligibility_ruled", submission, by, at, data)
    return made


@transaction.atomic
def set_public_wording(
    *, change: Change, new_text: str, reasons: str, ground: str, by: str, at: dt.datetime
) -> PublicWording:
    """Say what of a change may be published; a removal says what was removed and why."""
    altered = is_changed(change.new_text, new_text) or is_changed(change.reasons, reasons)
    if altered and not ground.strip():
        raise NotReadyError(["informacji, co usunięto i dlaczego"])
    made = PublicWording.objects.create(
        change=change,
        new_text=new_text.strip(),
        reasons=reasons.strip(),
        ground=ground.strip(),
        by=by,
        at=at,
    )
    data = {"change": str(change.uuid), "altered": altered}
    _event("submission.public_wording_set", change.submission, by, at, data)
    return made


def record_personal_read(*, submission: Submission, why: str, by: str, at: dt.datetime) -> None:
    """Write down that somebody read an opinion with the personal data that stand in it."""
    _event("submission.personal_read", submission, by, at, {"why": why})


def _register(
    *,
    track: Track,
    submitter: Submitter,
    asked: Sequence[Asked],
    general: str,
    channel: Channel,
    received_at: dt.datetime,
    in_time: bool,
    by: str,
    at: dt.datetime,
    postmarked_on: dt.date | None = None,
    paper: Paper | None = None,
) -> Submission:
    _check_submitter(submitter)
    if not asked and not general.strip() and paper is None:
        raise EmptySubmissionError
    consultation = Consultation.objects.select_for_update().get(pk=track.consultation_id)
    changes = _changes(consultation, asked)
    last = consultation.submissions.aggregate(last=Max("number"))["last"] or 0
    digest = _digest(track, submitter, asked, general, received_at, paper)
    made = Submission.objects.create(
        consultation=consultation,
        track=track,
        number=last + 1,
        kind=submitter.kind,
        organisation=_organisation(submitter),
        name="" if submitter.kind is SubmitterKind.PERSON else squeeze(submitter.name),
        krs=submitter.krs,
        statutory_activity=submitter.statutory_activity,
        channel=channel,
        received_at=received_at,
        postmarked_on=postmarked_on,
        in_time=in_time,
        publish_name=submitter.publish_name,
        general=general.strip(),
        content_hash=digest,
        registered_by=by,
        **_kept(paper),
    )
    _keep_person(made, submitter)
    for position, change in enumerate(changes, 1):
        change.submission, change.position = made, position
    Change.objects.bulk_create(changes)
    data = {
        "number": made.number,
        "channel": str(channel),
        "in_time": in_time,
        "changes": len(changes),
        "hash": digest,
    }
    _event("submission.registered", made, by, at, data)
    if submitter.wants_letters:
        queue_receipt(submission=made, at=at)
    return made


def _kept(paper: Paper | None) -> dict[str, str]:
    """Keep the file an opinion came in; returns the columns that name it."""
    if paper is None:
        return {}
    digest = hashlib.sha256(paper.content).hexdigest()
    stored = keep_file(digest, paper.name, paper.content)
    return {"file_name": paper.name[:255], "stored_file": stored, "file_sha256": digest}


def _keep_person(of: Submission, submitter: Submitter) -> None:
    SubmitterPerson.objects.create(
        submission=of,
        full_name=submitter.full_name.strip(),
        email=submitter.email.strip(),
        address=submitter.address.strip(),
        phone=submitter.phone.strip(),
        wants_letters=submitter.wants_letters,
    )


def _check_submitter(submitter: Submitter) -> None:
    if submitter.kind is SubmitterKind.PERSON:
        if not submitter.full_name.strip():
            raise SubmitterError("full_name", "Podaj imię i nazwisko.")
    elif not submitter.name.strip():
        raise SubmitterError("name", "Podaj nazwę organizacji albo organu.")
    if submitter.wants_letters and not submitter.email.strip():
        raise SubmitterError("email", NO_ADDRESS)


def _organisation(submitter: Submitter) -> Organisation | None:
    """The organisation of the city's base with this KRS or name."""
    if submitter.kind is not SubmitterKind.ORGANISATION:
        return None
    by_number = find_organisation(submitter.krs) if submitter.krs else None
    return by_number or find_organisation(submitter.name)


def _changes(consultation: Consultation, asked: Sequence[Asked]) -> list[Change]:
    drafts = {draft.uuid: draft for draft in consultation.drafts.select_related("version")}
    texts: dict[int, dict[str, Line]] = {}
    made = []
    for item in asked:
        draft = drafts[item.draft]
        if draft.pk not in texts:
            known = lines(draft.version) if draft.version else []
            texts[draft.pk] = {line.code: line for line in known}
        made.append(_change(draft, texts[draft.pk], item))
    return made


def _change(draft: ConsultedDraft, known: dict[str, Line], item: Asked) -> Change:
    change = Change(
        draft=draft,
        operation=item.operation,
        group=item.group,
        new_text=squeeze(item.text),
        reasons=item.reasons.strip(),
        label=item.label,
    )
    if item.operation is Operation.GENERAL:
        change.new_text = item.text.strip()
        if not change.new_text:
            raise EmptySubmissionError
        return change
    if item.code not in known:
        raise UnknownPassageError(item.code)
    line = known[item.code]
    change.unit_id, change.path = line.unit_id, line.path
    if item.operation is Operation.INSERT_AFTER:
        change.inserted_kind = item.inserted_kind or _kind_after(line)
        if not change.new_text:
            raise EmptySubmissionError
        return change
    change.old_text = line.text
    if item.operation is Operation.DELETE:
        change.new_text = ""
    elif not is_changed(line.text, change.new_text):
        raise UnchangedProposalError(line.path)
    return change


def _kind_after(line: Line) -> UnitKind:
    """What stands after a unit is one of its kind; under a field it is a point."""
    return UnitKind.POINT if line.kind is UnitKind.FIELD else line.kind


def _digest(
    track: Track,
    submitter: Submitter,
    asked: Sequence[Asked],
    general: str,
    received_at: dt.datetime,
    paper: Paper | None,
) -> str:
    content = {
        "track": str(track.uuid),
        "submitter": asdict(submitter),
        "changes": [{**asdict(item), "draft": str(item.draft)} for item in asked],
        "general": general,
        "received_at": received_at.isoformat(),
        "file": hashlib.sha256(paper.content).hexdigest() if paper else "",
    }
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()


def _event(
    action: str, of: Submission, by: str, at: dt.datetime, data: Mapping[str, object]
) -> None:
    record(action=action, subject=f"submission:{of.uuid}", by=by, at=at, data=data)
