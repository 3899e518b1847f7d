"""The report of one track as plain data: eleven points and the annexes, in the form of 002.

Everything is a function of the rows; renderers only place it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from miernik.consultations.cards import changes_of, is_eligible, public_name, published
from miernik.consultations.checklist import days_of, missing_for_validity, rule_of
from miernik.consultations.models import Change, ConsultedDraft, Decision, Operation, Track, Verdict
from miernik.kernel.dates import print_date
from miernik.kernel.redline import Piece, redline
from miernik.kernel.text import plural
from miernik.strategy.text.reading import Line, lines

FORMAT_VERSION = 1
COLUMNS = ("Dotychczasowy zapis", "Propozycja zapisu", "Uzasadnienie zapisu", "Wynik konsultacji")
_WORDS = (
    "zero", "jeden", "dwa", "trzy", "cztery", "pięć", "sześć", "siedem", "osiem", "dziewięć",
    "dziesięć",
)  # fmt: skip


@dataclass(slots=True)
class ChangeRow:
    """One change of an annex row: where, before, asked for, and what differs."""

    path: str
    label: str
    old: str
    new: str
    pieces: list[Piece]


@dataclass(slots=True)
class Outcome:
    """One decision of an annex row; ``wordings`` are (path, text) after consultations."""

    verdict: str
    statement: str
    wordings: list[tuple[str, str]]
    reasons: str


@dataclass(slots=True)
class AnnexRow:
    """One row of the four-column annex: the changes that share their reasons."""

    changes: list[ChangeRow]
    reasons: str
    outcomes: list[Outcome]


@dataclass(slots=True)
class SubmitterRows:
    """A submitter's name over the whole width, then its rows."""

    submitter: str
    remark: str
    rows: list[AnnexRow]
    general: str


@dataclass(slots=True)
class Annex:
    """The annex of one draft."""

    number: int
    title: str
    submitters: list[SubmitterRows]


@dataclass(slots=True)
class Point:
    """One numbered point: its sentence, and its lettered items if it has any."""

    number: int
    text: str
    items: list[str]


@dataclass(slots=True)
class ReportContent:
    """The whole report; ``missing`` are the blank items of the checklist, when there are any."""

    case_signs: list[str]
    place_and_date: str
    title: str
    points: list[Point]
    annexes: list[Annex]
    valid: bool
    missing: list[str]
    days: int
    counts: dict[str, int]

    def plain(self) -> dict[str, Any]:
        """Return the report as JSON."""
        return asdict(self)


def report_content(track: Track, report_day: dt.date) -> ReportContent:
    """Build the report of a track as of ``report_day`` from what is in the database now."""
    consultation = track.consultation
    drafts = list(consultation.drafts.select_related("version"))
    annexes = _annexes(track, drafts)
    missing = missing_for_validity(track)
    counts = {draft.title: _opinions(track, draft) for draft in drafts}
    return ReportContent(
        case_signs=[draft.case_sign for draft in drafts if draft.case_sign],
        place_and_date=f"{consultation.place}, {print_date(report_day)}",
        title=f"Raport z konsultacji społecznych {_listed(drafts, 'projektu')}",
        points=_points(track, drafts, annexes, counts, missing),
        annexes=annexes,
        valid=not missing,
        missing=missing,
        days=days_of(track),
        counts=counts,
    )


def _points(
    track: Track,
    drafts: list[ConsultedDraft],
    annexes: list[Annex],
    counts: dict[str, int],
    missing: list[str],
) -> list[Point]:
    consultation = track.consultation
    one = len(drafts) == 1
    wished = "projektu wymienionej uchwały" if one else "projektów wymienionych uchwał"
    shown = "projektem uchwały" if one else "projektami uchwał"
    notices = [notice.sentence for notice in track.notices.order_by("pk")]
    bases = _joined(track.legal_bases, "postanowienia ")
    purpose = consultation.purpose or (
        "Konsultacje przeprowadzone były w celu poznania opinii i propozycji uprawnionych "
        f"podmiotów dotyczących {wished}."
    )
    announced = (
        f"Informacje o konsultacjach wraz z {shown} zostały podane do publicznej wiadomości "
        "poprzez:"
    )
    term = f"Konsultacje prowadzone były w terminie: {_day(track.starts)} - {_day(track.ends)}"
    texts: list[tuple[str, list[str]]] = [
        (f"Przedmiotem konsultacji społecznych był {_listed(drafts, 'projekt')}.", []),
        (f"Konsultacje były prowadzone w oparciu o przepisy {bases}.", []),
        (f"Adresatem konsultacji były {track.addressees}.", []),
        (purpose, []),
        (announced, notices),
        (term, []),
        (f"Opinie do projektów należało składać {' lub '.join(track.ways)}.", []),
        (f"Za przeprowadzenie konsultacji odpowiadał {consultation.responsible}.", []),
    ]
    numbers = {annex.title: annex.number for annex in annexes}
    texts += [(_opinion(draft, counts[draft.title], numbers), []) for draft in drafts]
    texts.append((_BLANK, missing) if missing else (_validity(track, drafts), []))
    return [Point(number, text, items) for number, (text, items) in enumerate(texts, 1)]


_BLANK = "Nie stwierdzono ważności konsultacji. W dokumentacji brakuje jeszcze:"


def _validity(track: Track, drafts: list[ConsultedDraft]) -> str:
    return (
        "Biorąc pod uwagę, iż konsultacje zostały przeprowadzone w sposób wskazany w zapisach "
        f"{rule_of(track).valid_by} należy uznać je za ważne. Zgodnie z powyższym został spełniony "
        "ustawowy wymóg konsultacji społecznych, który jest warunkiem koniecznym uchwalenia "
        f"{_listed(drafts, 'projektu')}."
    )


def _opinion(draft: ConsultedDraft, count: int, numbers: dict[str, int]) -> str:
    subject = draft.title
    if count == 0:
        return (
            f"We wskazanym wyżej terminie nie wpłynęła żadna opinia na temat {_genitive(subject)}."
        )
    who = counted_bodies(count)
    verb = plural(count, "złożył", "złożyły", "złożyło")
    whose = "którego" if count == 1 else "których"
    annex = numbers.get(_annex_title(draft))
    where = f"w załączniku nr {annex} do Raportu" if annex else "w Raporcie"
    return (
        f"We wskazanym wyżej terminie opinię na temat {_genitive(subject)} {verb} {who}, "
        f"{whose} propozycje dotyczące projektu uchwały znajdują się {where}."
    )


def counted_bodies(count: int) -> str:
    """Return „jeden uprawniony podmiot”, „dwa uprawnione podmioty”, „12 uprawnionych podmiotów”."""
    number = _WORDS[count] if count < len(_WORDS) else str(count)
    phrase = plural(count, "uprawniony podmiot", "uprawnione podmioty", "uprawnionych podmiotów")
    return f"{number} {phrase}"


def _opinions(track: Track, draft: ConsultedDraft) -> int:
    """Different eligible submitters in time with an opinion on this draft."""
    found = set()
    for submission in track.submissions.prefetch_related("rulings", "changes"):
        if not submission.in_time or is_eligible(submission) is not True:
            continue
        spoke = any(change.draft_id == draft.pk for change in submission.changes.all())
        general = bool(submission.general) and track.consultation.drafts.count() == 1
        if spoke or general:
            found.add(_identity(submission.organisation_id, submission.name, submission.pk))
    return len(found)


def _identity(organisation: int | None, name: str, submission: int) -> object:
    return (
        ("organisation", organisation) if organisation else ("name", name) if name else submission
    )


def _annexes(track: Track, drafts: list[ConsultedDraft]) -> list[Annex]:
    found: list[Annex] = []
    for draft in drafts:
        submitters = _submitters(track, draft)
        if submitters:
            found.append(Annex(len(found) + 1, _annex_title(draft), submitters))
    return found


def _annex_title(draft: ConsultedDraft) -> str:
    return f"Propozycje dotyczące {_genitive(draft.title)}"


def _submitters(track: Track, draft: ConsultedDraft) -> list[SubmitterRows]:
    known = {line.unit_id: line for line in lines(draft.version)} if draft.version else {}
    grouped: dict[int, list[Change]] = {}
    for change in changes_of(draft):
        if change.submission.track_id == track.pk and published(change) is not None:
            grouped.setdefault(change.submission_id, []).append(change)
    found = []
    for changes in grouped.values():
        submission = changes[0].submission
        rows: dict[int, list[Change]] = {}
        for change in changes:
            rows.setdefault(change.group, []).append(change)
        found.append(
            SubmitterRows(
                submitter=public_name(submission),
                remark=_remark(submission.in_time, is_eligible(submission)),
                rows=[_row(group, known) for group in rows.values()],
                general=submission.general if submission.kind != "person" else "",
            )
        )
    return found


def _remark(in_time: bool, eligible: bool | None) -> str:
    said = [] if in_time else ["złożono po terminie"]
    if eligible is False:
        said.append("podmiot nieuprawniony")
    return ", ".join(said)


def _row(changes: list[Change], known: dict[int, Line]) -> AnnexRow:
    rows = []
    reasons = ""
    for change in changes:
        new, why = published(change) or ("", "")
        rows.append(
            ChangeRow(
                change.path, change.label, change.old_text, new, redline(change.old_text, new)
            )
        )
        reasons = reasons or why
    decisions: dict[int, Decision] = {}
    for change in changes:
        for decision in change.decisions.all():
            decisions.setdefault(decision.pk, decision)
    ordered = sorted(decisions.values(), key=lambda decision: decision.position)
    return AnnexRow(rows, reasons, [_outcome(decision, known) for decision in ordered])


def _outcome(decision: Decision, known: dict[int, Line]) -> Outcome:
    wordings = []
    for edit in decision.edits.order_by("pk"):
        line = known.get(edit.unit_id)
        path = line.path if line else ""
        if edit.operation == Operation.INSERT_AFTER:
            path = f"po {path}"
        text = edit.text or "(skreślono)"
        label = line.label if line and line.kind in ("section", "part") else ""
        wordings.append((path, f"{label} {text}".strip()))
    if decision.covered_by_id and decision.covered_by_id in known:
        covering = known[decision.covered_by_id]
        wordings.append((covering.path, covering.printed))
    verdict = Verdict(decision.verdict).label
    return Outcome(
        verdict, decision.statement or _capital(verdict) + ".", wordings, decision.reasons
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _genitive(title: str) -> str:
    """„projekt uchwały w sprawie …” in the genitive."""
    return title.replace("projekt ", "projektu ", 1) if title.startswith("projekt ") else title


def _listed(drafts: list[ConsultedDraft], word: str) -> str:
    titles = [draft.title.replace("projekt ", f"{word} ", 1) for draft in drafts]
    return " oraz ".join(titles)


def _joined(bases: list[str], second: str) -> str:
    """„a, postanowienia b oraz c” as the city writes it."""
    if len(bases) < 2:
        return "".join(bases)
    named = [bases[0], f"{second}{bases[1]}", *bases[2:]]
    return ", ".join(named[:-1]) + (" oraz " if len(named) > 2 else " i ") + named[-1]


def _day(day: dt.date) -> str:
    return f"{day:%d} {print_date(day).split(' ', 1)[1]}"
