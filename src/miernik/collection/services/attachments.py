"""Files that support answers: checked by their content, kept beside the data, never run."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
import uuid
import zipfile
from pathlib import Path

from django.conf import settings
from django.db import transaction

from miernik.audit.services import record
from miernik.collection.errors import AttachmentError, FormNotOpenError
from miernik.collection.models import Attachment, Questionnaire, QuestionnaireState
from miernik.collection.services.answering import is_open, locked_form, subject
from miernik.kernel.office.errors import UnreadableFileError
from miernik.kernel.office.gate import MEGABYTE, FileKind, inspect_content
from miernik.kernel.text import squeeze
from miernik.strategy.models import Indicator

MAX_FILE = 10 * MEGABYTE
MAX_FILES = 20
KINDS = "PDF, PNG, JPEG, DOCX, XLSX, ODT, CSV albo TXT"
_PICTURES = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}
_ODT = b"application/vnd.oasis.opendocument.text"
_EXTENSIONS = {FileKind.PDF: "pdf", FileKind.DOCX: "docx", FileKind.XLSX: "xlsx"}
_LONGEST_NAME = 200


@transaction.atomic
def add_attachment(
    *,
    questionnaire: Questionnaire,
    indicator: Indicator | None,
    name: str,
    content: bytes,
    by: str,
    at: dt.datetime,
) -> Attachment:
    """Keep a file beside a form, or beside one answer of it.

    The kind is told from the content, whatever the name says. Raises FormNotOpenError,
    AttachmentError for a file that is empty, too large, one too many or of a kind not taken.
    """
    form = locked_form(questionnaire)
    _check_open(form)
    if len(content) > MAX_FILE:
        raise AttachmentError(
            f"Plik „{name}” ma ponad 10 MB: zmniejsz go albo wyślij tylko potrzebne strony."
        )
    if form.attachments.filter(removed_at__isnull=True).count() >= MAX_FILES:
        raise AttachmentError(
            f"Do formularza można dodać {MAX_FILES} plików: usuń zbędny i spróbuj ponownie."
        )
    identity, extension = uuid.uuid4(), _kind(name, content)
    path = Path("collection") / str(form.uuid) / f"{identity}.{extension}"
    attachment = Attachment.objects.create(
        uuid=identity,
        questionnaire=form,
        indicator=indicator,
        name=_named(name, extension),
        path=str(path),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        added_at=at,
        added_by=by,
    )
    data = {"file": attachment.name, "sha256": attachment.sha256}
    record(action="attachment.added", subject=subject(form), by=by, at=at, data=data)
    target = Path(settings.MEDIA_ROOT) / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return attachment


@transaction.atomic
def remove_attachment(*, attachment: Attachment, by: str, at: dt.datetime) -> None:
    """Take a file off a form; the file itself stays, as earlier submissions name it.

    Raises FormNotOpenError. A removed one stays as it is.
    """
    form = locked_form(attachment.questionnaire)
    _check_open(form)
    removed = form.attachments.filter(pk=attachment.pk, removed_at__isnull=True)
    if removed.update(removed_at=at):
        data = {"file": attachment.name, "sha256": attachment.sha256}
        record(action="attachment.removed", subject=subject(form), by=by, at=at, data=data)


def file_of(attachment: Attachment) -> Path:
    """Return where the file is."""
    return Path(settings.MEDIA_ROOT) / attachment.path


def _check_open(form: Questionnaire) -> None:
    if not is_open(form):
        raise FormNotOpenError(QuestionnaireState(form.state).label)


def _kind(name: str, content: bytes) -> str:
    """The extension that goes with the content."""
    for magic, extension in _PICTURES.items():
        if content.startswith(magic):
            return extension
    if _is_odt(content):
        return "odt"
    try:
        kind = inspect_content(content, max_size=MAX_FILE)
    except UnreadableFileError as error:
        raise AttachmentError(
            f"Pliku „{name}” nie można dodać. Przyjmowane są pliki {KINDS}, bez makr i haseł."
        ) from error
    if kind is FileKind.TEXT:
        return "csv" if name.casefold().endswith(".csv") else "txt"
    return _EXTENSIONS[kind]


def _is_odt(content: bytes) -> bool:
    if not content.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            first = package.infolist()[0]
            return first.filename == "mimetype" and package.read(first)[: len(_ODT) + 1] == _ODT
    except (zipfile.BadZipFile, IndexError, RuntimeError, NotImplementedError, OSError):
        return False


def _named(name: str, extension: str) -> str:
    """The name as given, without folders, signs that steer a terminal, or a false extension."""
    plain = squeeze(re.sub(r"[\x00-\x1f\x7f]", " ", name.replace("\\", "/").rsplit("/", 1)[-1]))
    stem, dot, ending = plain.rpartition(".")
    right = {extension} | ({"jpeg"} if extension == "jpg" else set())
    if dot and stem and ending.casefold() in right:
        return f"{stem[: _LONGEST_NAME - len(ending) - 1]}.{ending}"
    return f"{(plain or 'plik')[: _LONGEST_NAME - len(extension) - 1]}.{extension}"
