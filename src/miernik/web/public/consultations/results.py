"""What became of the opinions: the frozen report, its files, and the way to the figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from miernik.consultations.cards import is_eligible
from miernik.consultations.models import ConsultedDraft, ReportDocument
from miernik.consultations.results import Measured, Trace, traces
from miernik.consultations.selectors import received_before, reports_of, results_are_final
from miernik.kernel.redline import Piece, redline
from miernik.kernel.text import plural
from miernik.strategy.models import Indicator, Version
from miernik.strategy.selectors import works_in_force
from miernik.web.public import disclosure
from miernik.web.public.consultations import doors
from miernik.web.public.consultations.pages import change_words, frame


@dataclass(frozen=True, slots=True)
class Numbers:
    """How much came in until the report, in words."""

    received: str
    late: str
    ineligible: str
    changes: str
    verdicts: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class ShownIndicator:
    """An indicator with what everybody may read of its values; ``page`` when it has a page."""

    name: str
    page: Indicator | None
    values: list[tuple[int, str]]


@require_safe
def results(request: HttpRequest, code: str) -> HttpResponse:
    """The decisions as the frozen reports state them."""
    of = doors.consultation(code)
    found = reports_of(of)
    if not found:
        raise Http404
    context = frame(request, of, timezone.now()) | {
        "rows": [(report, _numbers(report), _annexes(report)) for report in found],
        "several": len(found) > 1,
        "effects": results_are_final(of),
    }
    return render(request, "public/consultations/results.html", context)


@require_safe
def report_file(_request: HttpRequest, code: str, digest: str) -> FileResponse:
    """A file of a report by its hash."""
    for report in reports_of(doors.consultation(code)):
        for row in report.files:
            if row["sha256"] == digest:
                path = Path(settings.MEDIA_ROOT) / row["stored"]
                if path.exists():
                    return FileResponse(path.open("rb"), as_attachment=True, filename=row["name"])
    raise Http404


@require_safe
def effects(request: HttpRequest, code: str) -> HttpResponse:
    """From proposal to result: the place in the resolution, its indicators, their values."""
    of = doors.consultation(code)
    if not results_are_final(of):
        raise Http404
    drafts = list(of.drafts.select_related("version__work", "result__work", "enacted__work"))
    context = frame(request, of, timezone.now()) | {
        "rows": [(draft, _text_of(draft), _traces(draft)) for draft in drafts if draft.version_id],
    }
    return render(request, "public/consultations/effects.html", context)


def _numbers(report: ReportDocument) -> Numbers:
    received = received_before(report)
    late = sum(1 for item in received if not item.in_time)
    refused = sum(1 for item in received if is_eligible(item) is False)
    rows = [
        row
        for annex in report.content["annexes"]
        for submitter in annex["submitters"]
        for row in submitter["rows"]
    ]
    verdicts = Counter(outcome["verdict"] for row in rows for outcome in row["outcomes"])
    return Numbers(
        received=_opinions(len(received)),
        late=_opinions(late) if late else "",
        ineligible=_opinions(refused) if refused else "",
        changes=change_words(sum(len(row["changes"]) for row in rows)),
        verdicts=verdicts.most_common(),
    )


def _opinions(number: int) -> str:
    return f"{number} {plural(number, 'opinia', 'opinie', 'opinii')}"


def _annexes(report: ReportDocument) -> list[dict[str, Any]]:
    """The annexes of the frozen report, each final wording with its redline from the draft."""
    found = []
    for annex in report.content["annexes"]:
        submitters = [
            submitter | {"rows": [_row(row) for row in submitter["rows"]]}
            for submitter in annex["submitters"]
        ]
        found.append(annex | {"submitters": submitters})
    return found


def _row(row: dict[str, Any]) -> dict[str, Any]:
    old = {change["path"]: change["old"] for change in row["changes"] if change["old"]}
    outcomes = [
        outcome
        | {"finals": [(path, _final(old, path, text)) for path, text in outcome["wordings"]]}
        for outcome in row["outcomes"]
    ]
    return row | {"outcomes": outcomes}


def _final(old: dict[str, str], path: str, text: str) -> list[Piece]:
    """From the wording of the draft to the final one; a title loses its printed label."""
    if path not in old:
        return redline(text, text)
    return redline(old[path], "" if text == "(skreślono)" else text.removeprefix(f"{path}. "))


def _text_of(draft: ConsultedDraft) -> Version | None:
    """The public version in which the units of the traces stand."""
    return draft.enacted or draft.result or draft.version


def _traces(draft: ConsultedDraft) -> list[tuple[Trace, list[ShownIndicator]]]:
    """Each trace with its indicators; values only as the portal shows them."""
    in_force = set(works_in_force().values_list("pk", flat=True))
    return [
        (trace, [_indicator(item, in_force) for item in trace.measured]) for trace in traces(draft)
    ]


def _indicator(measured: Measured, in_force: set[int]) -> ShownIndicator:
    indicator = measured.indicator
    return ShownIndicator(
        name=measured.line.text,
        page=indicator if indicator and indicator.work_id in in_force else None,
        values=[(value.year, disclosure.shown(value)) for value in measured.values],
    )
