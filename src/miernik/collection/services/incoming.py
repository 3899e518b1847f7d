"""Returned forms from the mailbox: kept as they came, taken where nothing speaks against it.

A file is taken without a person only when two things agree: it carries the signature this
installation wrote into the form, and the sender is somebody the form was sent to. A signed file
of a stranger waits for a decision; anything else is refused, and only known senders are answered.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from miernik.audit.services import record
from miernik.collection.errors import CollectionError, IncomingFileError
from miernik.collection.mailbox import (
    Attachment,
    IncomingMail,
    MessageError,
    MessageSource,
    parse_message,
)
from miernik.collection.messages.notices import send_receipt, tell_file_refused
from miernik.collection.models import (
    AccessLink,
    CampaignState,
    Channel,
    IncomingFile,
    IncomingState,
    Questionnaire,
)
from miernik.collection.services.answering import locked_form
from miernik.collection.services.taking import Taken, take_workbook, try_workbook
from miernik.collection.spreadsheet import FileFaultCode, FileReading, Identity, read_identity
from miernik.kernel.text import plural

_NOT_OURS = frozenset({FileFaultCode.FORGED, FileFaultCode.OTHER_FORM, FileFaultCode.OTHER_YEAR})
_KEPT_NOTHING = "Odpowiedzi z pliku nie zostały zapisane."
_KEPT = "Odpowiedzi zostały zapisane, ale formularz nie jest jeszcze przekazany."


@dataclass(slots=True)
class Read:
    """What a reading of the mailbox did with files it had not seen before."""

    taken: int = 0
    waiting: int = 0
    refused: int = 0
    unreadable: int = 0

    def sentence(self) -> str:
        """Return it in Polish; "" when nothing new was there."""
        counted = (
            ("przyjęto", self.taken),
            ("czeka na decyzję", self.waiting),
            ("nie przyjęto", self.refused),
        )
        total, told = self.taken + self.waiting + self.refused, []
        if total:
            parts = ", ".join(f"{words} {number}" for words, number in counted if number)
            told.append(f"{total} {plural(total, 'plik', 'pliki', 'plików')} z poczty: {parts}")
        if self.unreadable:
            told.append(f"wiadomości nie do odczytania: {self.unreadable}")
        return "; ".join(told)


@dataclass(frozen=True, slots=True)
class _Came:
    """One file with what is known of where it came from."""

    mail: IncomingMail
    file: Attachment
    form: Questionnaire | None
    signed: bool
    known: bool
    faults: tuple[str, ...]


def import_mailbox(*, source: MessageSource, by: str, at: dt.datetime) -> Read:
    """Read every message of a mailbox; what was read before changes nothing."""
    done = Read()
    for name, raw in source.messages():
        try:
            mail = parse_message(raw)
        except MessageError as error:
            _keep_unreadable(name, raw, str(error), done, at)
            continue
        identity = mail.message_id or f"sha256:{hashlib.sha256(raw).hexdigest()}"
        for file in mail.attachments:
            _import(mail, identity[:300], file, done, by=by, at=at)
    return done


@transaction.atomic
def _import(
    mail: IncomingMail, message_id: str, file: Attachment, done: Read, *, by: str, at: dt.datetime
) -> None:
    digest = hashlib.sha256(file.content).hexdigest()
    if IncomingFile.objects.filter(message_id=message_id, sha256=digest).exists():
        return
    came = _look_at(mail, file)
    row = IncomingFile(
        message_id=message_id,
        sha256=digest,
        sender=mail.sender[:320],
        subject=mail.subject[:300],
        written_at=mail.date,
        read_at=at,
        name=file.name,
        path=_store(digest, file.content),
        size=len(file.content),
        questionnaire=came.form,
    )
    _decide(row, came, by=by, at=at)
    if row.state == IncomingState.TAKEN:
        done.taken += 1
    elif row.state == IncomingState.WAITING:
        done.waiting += 1
    else:
        done.refused += 1


def _look_at(mail: IncomingMail, file: Attachment) -> _Came:
    """Find whose form a file is, and whether the sender is somebody it was sent to."""
    identity = read_identity(file.content)
    if not isinstance(identity, Identity):
        forms = forms_known_to(mail.sender)
        form = forms[0] if len(forms) == 1 else None
        return _Came(mail, file, form, False, form is not None, (identity.message,))
    found = Questionnaire.objects.select_related("campaign", "institution")
    form = found.filter(uuid=identity.form).order_by("id").first()
    if form is None:
        sentence = "Ten formularz nie pochodzi z tej instalacji programu."
        return _Came(mail, file, None, False, False, (sentence,))
    reading = try_workbook(questionnaire=form, data=file.content)
    signed = not any(fault.code in _NOT_OURS for fault in reading.file_faults)
    known = mail.sender in addresses_of(form)
    return _Came(mail, file, form, signed, known, tuple(faults_of(reading)))


def _decide(row: IncomingFile, came: _Came, *, by: str, at: dt.datetime) -> None:
    form = came.form
    if form is None or not came.signed:
        row.state, row.faults = IncomingState.REFUSED, list(came.faults)
        row.remark = "Plik nie ma podpisu formularza wysłanego przez urząd."
        row.save()
        if form is not None and came.known:
            _answer_refusal(row, form, came, _KEPT_NOTHING, came.faults, by=by, at=at)
        return
    if not came.known or came.mail.automatic:
        row.state, row.faults = IncomingState.WAITING, list(came.faults)
        row.remark = (
            "Wiadomość wysłał automat." if came.known else "Nadawca nie jest znany tej instytucji."
        )
        row.save()
        _note(row, "incoming.waiting", by, at)
        return
    try:
        writer = f"poczta: {came.mail.sender}"[:150]
        seen = _own_revision(form, writer)
        taken = _take(form, came.file.content, by=writer, at=at, seen_revision=seen)
    except CollectionError as error:
        row.state, row.faults = IncomingState.REFUSED, [str(error)]
        row.save()
        _answer_refusal(row, form, came, _KEPT_NOTHING, row.faults, by=by, at=at)
        return
    _write_outcome(row, taken)
    row.save()
    _note(row, "incoming.taken" if taken.saved else "incoming.refused", by, at)
    if taken.submission is not None:
        send_receipt(submission=taken.submission, by=by, at=at, recipient=came.mail.sender)
    else:
        effect = _KEPT if taken.saved else _KEPT_NOTHING
        _answer_refusal(row, form, came, effect, row.faults, by=by, at=at)


def _take(
    form: Questionnaire, content: bytes, *, by: str, at: dt.datetime, seen_revision: str = ""
) -> Taken:
    with transaction.atomic():
        return take_workbook(
            questionnaire=form, data=content, channel=Channel.MAIL, submit=True,
            by=by, at=at, seen_revision=seen_revision,
        )  # fmt: skip


def _own_revision(form: Questionnaire, writer: str) -> str:
    """The form's revision where all its answers came from this writer's earlier files, else "".

    Whoever mends a returned or unfinished workbook sends the same old file again: that overwrites
    nobody else's work.
    """
    others = form.answers.exclude(saved_by=writer).exists()
    return "" if others else str(form.revision)


def _write_outcome(row: IncomingFile, taken: Taken) -> None:
    row.state = IncomingState.TAKEN if taken.saved else IncomingState.REFUSED
    row.submission = taken.submission
    row.faults = [finding.message for finding in taken.findings]
    if not taken.saved:
        row.faults = faults_of(taken.reading)
    row.remark = "" if taken.submission or not taken.saved else _KEPT


def _answer_refusal(
    row: IncomingFile,
    form: Questionnaire,
    came: _Came,
    effect: str,
    faults: Sequence[str],
    *,
    by: str,
    at: dt.datetime,
) -> None:
    if came.mail.automatic:
        return
    tell_file_refused(
        form=form, recipient=came.mail.sender, file=row.name, effect=effect, faults=faults,
        occasion=str(row.uuid), by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def accept_file(*, file: IncomingFile, seen_revision: str, by: str, at: dt.datetime) -> Taken:
    """Take a file into its form on a person's word.

    ``seen_revision`` is the form's revision whose differences the person saw: answers changed
    before it are overwritten, those changed later are not. Raises IncomingFileError for a file
    that was taken or belongs to no form, FormNotOpenError. A file with faults stays
    waiting with them; ``Taken.saved`` says so.
    """
    row = _undecided(file)
    if row.questionnaire is None:
        raise IncomingFileError("Nie wiadomo, czyj to formularz, więc pliku nie można przyjąć.")
    form = locked_form(row.questionnaire)
    taken = _take(form, path_of(row).read_bytes(), by=by, at=at, seen_revision=seen_revision)
    if not taken.saved:
        row.faults = faults_of(taken.reading)
        row.save(update_fields=["faults"])
        return taken
    _write_outcome(row, taken)
    row.decided_at, row.decided_by = at, by
    row.save()
    _note(row, "incoming.taken", by, at)
    return taken


@transaction.atomic
def refuse_file(*, file: IncomingFile, reason: str, by: str, at: dt.datetime) -> IncomingFile:
    """Set a waiting file aside; nobody is written to. Raises IncomingFileError."""
    row = _undecided(file)
    if not reason.strip():
        raise IncomingFileError("Napisz, dlaczego plik nie jest przyjmowany.")
    row.state, row.remark = IncomingState.REFUSED, reason.strip()[:300]
    row.decided_at, row.decided_by = at, by
    row.save()
    _note(row, "incoming.refused", by, at)
    return row


def addresses_of(form: Questionnaire) -> set[str]:
    """Return the addresses a form was sent to or belongs to, in small letters."""
    told = {form.contact_email, form.institution.contact_email}
    told |= set(form.links.filter(revoked_at__isnull=True).values_list("sent_to", flat=True))
    return {address.casefold() for address in told if address}


def forms_known_to(sender: str) -> list[Questionnaire]:
    """Return the forms of open campaigns that somebody with this address answers for."""
    if not sender:
        return []
    opened = Questionnaire.objects.filter(campaign__state=CampaignState.OPEN)
    links = AccessLink.objects.filter(revoked_at__isnull=True, sent_to__iexact=sender)
    found = (
        opened.filter(contact_email__iexact=sender)
        | opened.filter(institution__contact_email__iexact=sender)
        | opened.filter(pk__in=links.values("questionnaire"))
    )
    return list(found.select_related("campaign", "institution").distinct().order_by("id"))


def faults_of(reading: FileReading) -> list[str]:
    """Return every fault of a file as a sentence, with the cell where there is one."""
    cells = [f"{fault.sheet}, {fault.address}: {fault.message}" for fault in reading.cell_faults]
    return [fault.message for fault in reading.file_faults] + cells


def path_of(file: IncomingFile) -> Path:
    """Return where the file is. Raises IncomingFileError where none was kept."""
    if not file.path:
        raise IncomingFileError("Tego pliku nie przechowano.")
    return Path(settings.MEDIA_ROOT) / file.path


def _store(digest: str, content: bytes) -> str:
    path = Path("collection") / "incoming" / digest[:2] / f"{digest}.bin"
    target = Path(settings.MEDIA_ROOT) / path
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        target.write_bytes(content)
    return str(path)


def _keep_unreadable(name: str, raw: bytes, why: str, done: Read, at: dt.datetime) -> None:
    digest = hashlib.sha256(raw).hexdigest()
    _, new = IncomingFile.objects.get_or_create(
        message_id=f"sha256:{digest}",
        sha256=digest,
        defaults={
            "sender": "nieznany",
            "name": name[:200],
            "read_at": at,
            "size": len(raw),
            "state": IncomingState.REFUSED,
            "faults": [why],
            "remark": "Wiadomości nie dało się odczytać.",
        },
    )
    done.unreadable += new


def _undecided(file: IncomingFile) -> IncomingFile:
    row = IncomingFile.objects.select_for_update(of=("self",)).select_related(
        "questionnaire__campaign", "questionnaire__institution"
    )
    found = row.get(pk=file.pk)
    if found.state != IncomingState.WAITING:
        raise IncomingFileError("O tym pliku już zdecydowano. Odśwież stronę.")
    return found


def _note(row: IncomingFile, action: str, by: str, at: dt.datetime) -> None:
    data = {"file": row.name, "sha256": row.sha256}
    subject = f"questionnaire:{row.questionnaire.uuid}" if row.questionnaire else "mailbox"
    record(action=action, subject=subject, by=by, at=at, data=data)
