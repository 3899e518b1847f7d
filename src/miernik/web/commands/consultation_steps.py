"""``miernik consultation``: each action."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from django.utils import timezone

from miernik.consultations.checklist import missing_for_validity, rule_of
from miernik.consultations.errors import ConsultationError, NotReadyError
from miernik.consultations.loading import decide_as_reported, load_consultation
from miernik.consultations.models import (
    Channel,
    Consultation,
    ConsultationState,
    ConsultedDraft,
    Operation,
    SubmitterKind,
    Track,
)
from miernik.consultations.report_content import report_content
from miernik.consultations.returned import read_returned
from miernik.consultations.selectors import consultation_named
from miernik.consultations.services.finishing import make_next_version, missing_for_report
from miernik.consultations.services.preparing import announce
from miernik.consultations.services.submitting import Asked, Paper, Submitter, register_at_desk
from miernik.consultations.timetable import count_back
from miernik.kernel.dates import print_date
from miernik.kernel.text import plural
from miernik.reports.consultations import package, report_files
from miernik.reports.texts.form import consultation_form_docx, consultation_form_pdf
from miernik.strategy.selectors import latest_version, work_by_code
from miernik.strategy.text.reading import lines
from miernik.web.commands.days import day_of
from miernik.web.commands.setup import operator, say
from miernik.web.public.consultations.paper_form import form_text


class MissingOptionError(ConsultationError):
    """An option is needed."""

    def __init__(self, option: str, why: str) -> None:
        super().__init__(f"Podaj {option}: {why}.")


def _list(_arguments: argparse.Namespace) -> int:
    found = list(Consultation.objects.all())
    for one in found:
        say(f"{one.code}: {one.title} – {ConsultationState(one.state).label}")
    if not found:
        say("Nie ma jeszcze konsultacji. Zacznij je w części dla urzędu: Konsultacje.")
    return 0


def _status(arguments: argparse.Namespace) -> int:
    of = consultation_named(arguments.code)
    today = timezone.localdate()
    found = [
        (track, missing_for_validity(track), missing_for_report(track, today))
        for track in of.tracks.order_by("pk")
    ]
    if arguments.json:
        tracks = [_plain(track, validity, report) for track, validity, report in found]
        shown = {"code": of.code, "state": of.state, "tracks": tracks}
        sys.stdout.write(json.dumps(shown, ensure_ascii=False, indent=1) + "\n")
        return 0
    say(f"{of.title} – {ConsultationState(of.state).label}")
    for track, validity, report in found:
        number = track.submissions.count()
        opinions = f"{number} {plural(number, 'opinia', 'opinie', 'opinii')}"
        say(f"  {track}: {print_date(track.starts)} – {print_date(track.ends)}, {opinions}")
        for item in validity:
            say(f"    do ważności brakuje: {item}")
        for item in report:
            say(f"    do sprawozdania brakuje: {item}")
    return 0


def _plain(track: Track, validity: list[str], report: list[str]) -> dict[str, object]:
    return {
        "track": track.kind,
        "starts": track.starts.isoformat(),
        "ends": track.ends.isoformat(),
        "opinions": track.submissions.count(),
        "late": track.submissions.filter(in_time=False).count(),
        "missing_for_validity": validity,
        "missing_for_report": report,
    }


def _timetable(arguments: argparse.Namespace) -> int:
    of = consultation_named(arguments.code)
    if of.in_force_from is None:
        raise NotReadyError(["planowanego dnia wejścia w życie (w części dla urzędu)"])
    for track in of.tracks.order_by("pk"):
        say(f"{track}:")
        days = count_back(in_force=of.in_force_from, rule=rule_of(track), session=of.session_on)
        for day in days:
            moved = " (przesunięto na dzień roboczy)" if day.moved else ""
            say(f"  {print_date(day.date)}: {day.words}{moved}")
    return 0


def _announce(arguments: argparse.Namespace) -> int:
    of = announce(consultation=consultation_named(arguments.code), by=operator(), at=timezone.now())
    say(f"Ogłoszono: {of.title}")
    return 0


def _form(arguments: argparse.Namespace) -> int:
    draft = _draft(arguments)
    if draft.version is None:
        raise NotReadyError(["tekstu projektu"])
    text = form_text(draft, lines(draft.version), timezone.now())
    _write(
        arguments.out,
        {"ankieta.docx": consultation_form_docx(text), "ankieta.pdf": consultation_form_pdf(text)},
    )
    return 0


def _take(arguments: argparse.Namespace) -> int:
    draft = _draft(arguments)
    if draft.version is None:
        raise NotReadyError(["tekstu projektu"])
    found = read_returned(arguments.file, lines(draft.version))
    for change in found.changes:
        say(f"  {change.op} {change.code or '–'}: {change.text[:100]}")
    for doubt in found.doubts:
        say(f"  ? {doubt}")
    if arguments.dry_run:
        return 0
    name = arguments.name or found.submitter.name
    if not name:
        raise MissingOptionError("--name", "w pliku nie ma nazwy składającego")
    at = timezone.now()
    received = _moment(arguments.received) if arguments.received else at
    groups: dict[str, int] = {}
    made = register_at_desk(
        track=_track(draft.consultation, arguments.track),
        submitter=Submitter(SubmitterKind.ORGANISATION, name=name, krs=found.submitter.krs),
        asked=[
            Asked(
                draft=draft.uuid,
                operation=Operation(change.op),
                code=change.code,
                text=change.text,
                reasons=change.reasons,
                group=groups.setdefault(change.reasons, len(groups) + 1),
                label=change.label,
            )
            for change in found.changes
        ],
        general="",
        channel=Channel.WORD,
        received_at=received,
        by=operator(),
        at=at,
        paper=Paper(arguments.file.name, arguments.file.read_bytes()),
    )
    when = "w terminie" if made.in_time else "po terminie"
    say(f"Zarejestrowano opinię nr {made.number} ({when}).")
    return 0


def _next(arguments: argparse.Namespace) -> int:
    version = make_next_version(draft=_draft(arguments), by=operator(), at=timezone.now())
    say(f"Utworzono wersję {version.number} tekstu „{version.work.title}”.")
    return 0


def _report(arguments: argparse.Namespace) -> int:
    of = consultation_named(arguments.code)
    track = _track(of, arguments.track)
    frozen = track.reports.order_by("-number").first()
    if arguments.date is None and frozen is not None:
        content = frozen.content
    else:
        day = day_of(arguments.date) if arguments.date else timezone.localdate()
        content = report_content(track, day).plain()
    if arguments.json:
        sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=1) + "\n")
    if arguments.out is not None or not arguments.json:
        _write(arguments.out, report_files(content))
    if content["missing"]:
        say("Brakuje do stwierdzenia ważności: " + "; ".join(content["missing"]))
        return 1
    return 0


def _package(arguments: argparse.Namespace) -> int:
    _write(arguments.out, package(_draft(arguments), timezone.now()))
    return 0


def _load(arguments: argparse.Namespace) -> int:
    try:
        facts = json.loads(arguments.file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnreadableFactsError(arguments.file.name) from error
    by = operator()
    in_force = latest_version(work_by_code(arguments.in_force)) if arguments.in_force else None
    loaded = load_consultation(
        facts, code=arguments.code, work_code=arguments.work, by=by, in_force=in_force
    )
    decide_as_reported(loaded, facts, by=by)
    say(f"Wczytano konsultacje „{arguments.code}”: {len(loaded.submissions)} w rejestrze opinii.")
    return 0


class UnreadableFactsError(ConsultationError):
    """The file is no JSON."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Pliku „{name}” nie da się odczytać jako JSON z faktami konsultacji.")


def _draft(arguments: argparse.Namespace) -> ConsultedDraft:
    of = consultation_named(arguments.code)
    draft = of.drafts.select_related("version").filter(position=arguments.draft).first()
    if draft is None:
        raise MissingOptionError("--draft", f"projektów jest {of.drafts.count()}")
    return draft


def _track(of: Consultation, kind: str | None) -> Track:
    tracks = list(of.tracks.order_by("pk"))
    chosen = [track for track in tracks if kind in (None, track.kind)]
    if len(chosen) != 1:
        raise MissingOptionError("--track", ", ".join(track.kind for track in tracks) or "brak")
    return chosen[0]


def _moment(day: str) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day_of(day), dt.time(12)))


def _write(out: Path | None, files: Mapping[str, bytes]) -> None:
    if out is None:
        raise MissingOptionError("--out", "folder na pliki")
    out.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (out / name).write_bytes(data)
        say(f"Zapisano: {out / name}")


ACTS: dict[str, Callable[[argparse.Namespace], int]] = {
    "list": _list,
    "status": _status,
    "timetable": _timetable,
    "announce": _announce,
    "form": _form,
    "take": _take,
    "next": _next,
    "report": _report,
    "package": _package,
    "load": _load,
}
