"""Writing reports, publishing editions, issuing errata."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.db import transaction

from miernik.audit.services import record
from miernik.reports import context as context_module
from miernik.reports.context import EditionInfo, ReportContext
from miernik.reports.errors import TransitionError
from miernik.reports.models import Edition, EditionFile, Erratum
from miernik.reports.render import FORMATS, rendered_files
from miernik.reports.selectors import build_context, next_edition_number, pending_errata
from miernik.reports.states import TRANSITIONS, EditionAction, EditionState
from miernik.strategy.models import Work


def write_report(
    work: Work,
    year: int,
    *,
    previous_year: int | None = None,
    out: Path,
    formats: Sequence[str] = FORMATS,
    at: dt.datetime,
    author: str = "",
) -> list[Path]:
    """Write the report as it stands now, one file or more a format, into the folder ``out``.

    Equal data and equal ``at`` give equal bytes. Raises NothingToReportError, UnknownFormatError,
    and InvalidOutputError before anything invalid is written.
    """
    context = build_context(work, year, previous_year, on=at.date(), author=author)
    return write_context(context, out=out, formats=formats, at=at)


def write_context(
    context: ReportContext, *, out: Path, formats: Sequence[str] = FORMATS, at: dt.datetime
) -> list[Path]:
    """Write an already built context in ``formats``; all are rendered before any is written."""
    files = rendered_files(context, formats, at)
    out.mkdir(parents=True, exist_ok=True)
    for file in files:
        (out / file.name).write_bytes(file.content)
    return [out / file.name for file in files]


def publish_edition(
    *,
    work: Work,
    year: int,
    previous_year: int | None = None,
    by: str,
    at: dt.datetime,
    author: str = "",
    formats: Sequence[str] = FORMATS,
) -> Edition:
    """Freeze the report of ``year`` as the work's next edition, with its files and their hashes.

    Files go to ``MEDIA_ROOT/editions/<uuid>/``. Raises what ``write_report`` raises.
    """
    number = next_edition_number(work, year)
    info = EditionInfo(number=number, label=f"wydanie {number}", published_at=at.isoformat())
    context = build_context(work, year, previous_year, on=at.date(), author=author, edition=info)
    files = rendered_files(context, formats, at)
    with transaction.atomic():
        edition = Edition.objects.create(
            work=work,
            year=year,
            previous_year=context.title.previous_year,
            number=number,
            title=f"{context.title.heading} – {context.title.work_title}",
            format_version=context.format_version,
            context=context_module.as_json(context),
            context_hash=context_module.context_hash(context),
        )
        folder = Path("editions") / str(edition.uuid)
        target = Path(settings.MEDIA_ROOT) / folder
        target.mkdir(parents=True)
        for file in files:
            (target / file.name).write_bytes(file.content)
            EditionFile.objects.create(
                edition=edition,
                format=file.format,
                name=file.name,
                path=str(folder / file.name),
                sha256=hashlib.sha256(file.content).hexdigest(),
                size=len(file.content),
            )
        _publish(edition, by=by, at=at)
    return edition


def issue_errata(*, edition: Edition, by: str, at: dt.datetime) -> list[Erratum]:
    """Issue an erratum for every correction of a printed value that has none yet.

    The edition, its context and its files stay as they are.
    """
    with transaction.atomic():
        issued = pending_errata(edition)
        for erratum in issued:
            erratum.issued_by = by
            erratum.issued_at = at
            erratum.save(force_insert=True)
            record(
                action="edition.erratum_issued",
                subject=f"edition:{edition.uuid}",
                by=by,
                at=at,
                data={"number": erratum.number, "observation": str(erratum.corrected.uuid)},
            )
    return issued


def _publish(edition: Edition, *, by: str, at: dt.datetime) -> None:
    state = EditionState(edition.state)
    following = TRANSITIONS.get((state, EditionAction.PUBLISH))
    if following is None:
        raise TransitionError(state.label, EditionAction.PUBLISH.label)
    edition.state = following
    edition.published_at = at
    edition.published_by = by
    edition.save()
    record(
        action="edition.published",
        subject=f"edition:{edition.uuid}",
        by=by,
        at=at,
        data={"year": edition.year, "number": edition.number, "hash": edition.context_hash},
    )
