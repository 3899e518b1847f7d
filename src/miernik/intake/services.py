"""What a person does with an import: start, correct, look at doubts, confirm, reject."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from miernik.audit.services import record
from miernik.intake.corrections import correct
from miernik.intake.draft import DraftReport
from miernik.intake.errors import (
    AlreadyStoredError,
    ForbiddenStepError,
    UnnamedPartError,
    YearMissingError,
)
from miernik.intake.matching import compare
from miernik.intake.models import (
    Correction,
    DocumentKind,
    DoubtResolution,
    Import,
    ImportState,
)
from miernik.intake.naming import work_name
from miernik.intake.paths import find, read, unnamed_parts
from miernik.intake.programme.corrections import correct_unit, find_unit, read_unit
from miernik.intake.programme.files import recognise_programme_file
from miernik.intake.programme.naming import find_programme_work, programme_name
from miernik.intake.programme.selectors import programme_of
from miernik.intake.programme.stored import dump_programme
from miernik.intake.programme.storing import store_programme
from miernik.intake.selectors import (
    digest_of,
    draft_of,
    find_work,
    recognise_file,
    stored_content,
)
from miernik.intake.serialize import dump_draft
from miernik.intake.states import event_of
from miernik.intake.values import propose_wording_breaks, store_values
from miernik.intake.versions import needs_new_version, next_content
from miernik.kernel.office import gate
from miernik.observations.models import Origin, Source
from miernik.observations.services import record_source
from miernik.strategy.models import VersionState, Work, WorkKind
from miernik.strategy.selectors import content_of, latest_version, work_by_code
from miernik.strategy.services import create_work, write_version


def start_import(
    *,
    path: Path,
    file_name: str,
    by: str,
    at: dt.datetime,
    year: int | None = None,
    work_code: str | None = None,
) -> Import:
    """Read and recognise a file and keep the draft; nothing goes into the store.

    Raises UnreadableFileError for a file that cannot be read and AlreadyStoredError for one whose
    values are stored. A file that waits as a draft is read anew, its old draft is rejected.
    """
    programme = recognise_programme_file(path)
    if programme is not None:
        given = work_code or ""
        content = dump_programme(programme, code=given)
        work = find_programme_work(programme_name(programme, code=given))
        return _keep(
            document=DocumentKind.PROGRAMME, file_name=file_name, path=path, content=content,
            sha256=digest_of(path), file_kind=gate.inspect(path), work=work, by=by, at=at,
        )  # fmt: skip
    draft = recognise_file(path, year=year)
    draft.file_name = file_name
    return keep_draft(draft=draft, path=path, by=by, at=at, work_code=work_code)


def keep_draft(
    *, draft: DraftReport, path: Path, by: str, at: dt.datetime, work_code: str | None = None
) -> Import:
    """Keep a recognised report together with its file."""
    return _keep(
        document=DocumentKind.REPORT,
        file_name=draft.file_name,
        path=path,
        content=dump_draft(draft),
        sha256=draft.sha256,
        file_kind=draft.file_kind,
        work=work_by_code(work_code) if work_code else find_work(draft),
        year=draft.year,
        by=by,
        at=at,
    )


@transaction.atomic
def _keep(
    *,
    document: DocumentKind,
    file_name: str,
    path: Path,
    content: dict[str, Any],
    sha256: str,
    file_kind: str,
    work: Work | None,
    by: str,
    at: dt.datetime,
    year: int | None = None,
) -> Import:
    earlier = Import.objects.filter(sha256=sha256)
    stored = earlier.filter(state=ImportState.CONFIRMED).first()
    if stored is not None:
        is_programme = stored.document == DocumentKind.PROGRAMME
        raise AlreadyStoredError(stored.file_name, stored.decided_at, programme=is_programme)
    for waiting in earlier.filter(state=ImportState.DRAFT):
        reject(of=waiting, by=by, at=at)
    started = Import.objects.create(
        document=document,
        file_name=file_name,
        sha256=sha256,
        file_kind=file_kind,
        stored_file=_archive(path, sha256),
        year=year,
        work=work,
        draft=content,
        created_at=at,
        created_by=by,
    )
    record(
        action="import.started",
        subject=f"import:{started.uuid}",
        by=by,
        at=at,
        data={"file": file_name, "sha256": sha256, "doubts": len(content["doubts"])},
    )
    return started


@transaction.atomic
def correct_field(
    *, of: Import, path: str, new: str, reason: str, by: str, at: dt.datetime
) -> Correction:
    """Correct one field of a draft; the draft as read stays and the correction stands beside it.

    Raises UnknownFieldError, BadCorrectionError, ForbiddenStepError (the import is decided).
    """
    _must_be_draft(of)
    old, year = _corrected(of, path, new)
    made = Correction.objects.create(
        of=of, path=path, old=old, new=new.strip(), reason=reason, by=by, at=at
    )
    if path == "year" or path.endswith("/year"):
        of.year = year
        of.save(update_fields=["year"])
    record(
        action="import.corrected",
        subject=f"import:{of.uuid}",
        by=by,
        at=at,
        data={"path": path, "old": old, "new": made.new, "reason": reason},
    )
    return made


def _corrected(of: Import, path: str, new: str) -> tuple[str, int | None]:
    """What the field read and the report's year after the correction, which must be possible."""
    if of.document == DocumentKind.PROGRAMME:
        programme = programme_of(of)
        old = read_unit(*find_unit(programme, path))
        correct_unit(programme, path, old, new)
        return old, None
    draft = draft_of(of)
    old = read(*find(draft, path))
    correct(draft, path, old, new)
    return old, draft.year


@transaction.atomic
def undo_correction(*, of: Import, by: str, at: dt.datetime) -> None:
    """Take back the last correction of a draft, if there is one."""
    _must_be_draft(of)
    last = of.corrections.order_by("-pk").first()
    if last is None:
        return
    data = {"path": last.path, "old": last.new, "new": last.old}
    record(action="import.corrected", subject=f"import:{of.uuid}", by=by, at=at, data=data)
    last.delete()


def resolve_doubt(*, of: Import, path: str, reason: str, by: str, at: dt.datetime) -> None:
    """Mark one doubt as looked at: the reading is right."""
    _must_be_draft(of)
    DoubtResolution.objects.get_or_create(
        of=of, path=path, reason=reason, defaults={"by": by, "at": at}
    )


def reopen_doubt(*, of: Import, path: str, reason: str) -> None:
    """Take back ``resolve_doubt``."""
    _must_be_draft(of)
    of.resolutions.filter(path=path, reason=reason).delete()


@transaction.atomic
def confirm(*, of: Import, by: str, at: dt.datetime, work: Work | None = None) -> Import:
    """Store a draft: the strategy's text where it is new, and one value per indicator.

    A programme is stored as a text, see ``store_programme``. Raises YearMissingError,
    UnnamedPartError, ProgrammeNameError, DraftWaitsError, ForbiddenStepError; then nothing is
    stored.
    """
    event = _step(of, ImportState.CONFIRMED)
    if of.document == DocumentKind.PROGRAMME:
        return _confirm_programme(of, event, by, at, work)
    draft = draft_of(of)
    if draft.year is None:
        raise YearMissingError
    if unnamed := unnamed_parts(draft):
        raise UnnamedPartError(unnamed)
    target = work or of.work or find_work(draft) or _new_work(draft, by, at)
    stored = stored_content(target)
    before = compare(draft, stored)
    if stored and not needs_new_version(draft, before):
        version = latest_version(target)
    else:
        goals = next_content(draft, stored, before)
        note = f"Wczytano z dokumentu „{of.file_name}”"
        version = write_version(work=target, goals=goals, note=note, by=by, at=at)
    source = _source(of, draft.title, by, at)
    comparison = compare(draft, content_of(version))
    counts = store_values(draft=draft, comparison=comparison, source=source, by=by, at=at)
    propose_wording_breaks(comparison=before, year=draft.year, by=by, at=at)
    of.state, of.decided_at, of.decided_by = ImportState.CONFIRMED, at, by
    of.work, of.version, of.source, of.year = target, version, source, draft.year
    of.save()
    data = {"work": target.code, "version": version.number, **counts}
    record(action=event, subject=f"import:{of.uuid}", by=by, at=at, data=data)
    return of


def _confirm_programme(
    of: Import, event: str, by: str, at: dt.datetime, work: Work | None
) -> Import:
    """Store a programme; a version that is still a draft can be discarded, so it is not kept."""
    draft = programme_of(of)
    code = of.draft["code"]
    version = store_programme(
        draft=draft,
        code=code,
        note=f"Wczytano z dokumentu „{of.file_name}”",
        by=by,
        at=at,
        work=work or of.work,
    )
    of.state, of.decided_at, of.decided_by = ImportState.CONFIRMED, at, by
    of.work, of.source = version.work, _source(of, version.work.title, by, at)
    of.version = version if version.state == VersionState.FROZEN else None
    of.save()
    data = {"work": version.work.code, "version": version.number}
    record(action=event, subject=f"import:{of.uuid}", by=by, at=at, data=data)
    return of


def _source(of: Import, title: str, by: str, at: dt.datetime) -> Source:
    return record_source(
        origin=Origin.INTAKE,
        title=title or of.file_name,
        file_name=of.file_name,
        sha256=of.sha256,
        by=by,
        at=at,
    )


@transaction.atomic
def reject(*, of: Import, by: str, at: dt.datetime) -> Import:
    """Put a draft aside; nothing of it is stored and it can be reopened."""
    event = _step(of, ImportState.REJECTED)
    of.state, of.decided_at, of.decided_by = ImportState.REJECTED, at, by
    of.save()
    record(action=event, subject=f"import:{of.uuid}", by=by, at=at)
    return of


@transaction.atomic
def reopen(*, of: Import, by: str, at: dt.datetime) -> Import:
    """Take a rejected import back to the desk."""
    event = _step(of, ImportState.DRAFT)
    of.state, of.decided_at, of.decided_by = ImportState.DRAFT, None, ""
    of.save()
    record(action=event, subject=f"import:{of.uuid}", by=by, at=at)
    return of


def _step(of: Import, target: ImportState) -> str:
    event = event_of(of.state, target)
    if event is None:
        raise ForbiddenStepError(ImportState(of.state).label, target.label)
    return event


def _must_be_draft(of: Import) -> None:
    if of.state != ImportState.DRAFT:
        raise ForbiddenStepError(ImportState(of.state).label, "poprawki")


def _new_work(draft: DraftReport, by: str, at: dt.datetime) -> Work:
    name = work_name(draft)
    return create_work(
        code=name.code,
        kind=WorkKind.STRATEGY,
        title=name.title,
        municipality="",
        years=name.years,
        by=by,
        at=at,
    )


def _archive(path: Path, sha256: str) -> str:
    """Keep the file as it came, under its own hash; returns its name in the archive."""
    name = f"imports/{sha256}{path.suffix.lower()[:10]}"
    target = Path(settings.MEDIA_ROOT) / name
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        shutil.copyfile(path, target)
    return name
