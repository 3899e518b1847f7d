"""Entering an opinion at the desk: typed from paper, or read from a returned Word file.

Everything typed travels in the form itself; the original file is kept under its hash at the first
step and the form carries its signed name, so no error loses anything.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from miernik.accounts.organisations.selectors import find_organisation
from miernik.consultations.models import Channel, Operation, Submission, SubmitterKind, Track
from miernik.consultations.permissions import Deed
from miernik.consultations.returned import Returned, read_returned
from miernik.consultations.services.preparing import keep_file
from miernik.consultations.services.submitting import (
    Paper,
    Submitter,
    register_at_desk,
    rule_on_eligibility,
)
from miernik.kernel.errors import MiernikError
from miernik.web.office.campaigns.door import signed
from miernik.web.office.consultations.door import consultation_desk, crumbs, track_of
from miernik.web.office.consultations.opinion_forms import OpinionForm
from miernik.web.office.consultations.rows import (
    MOST,
    Row,
    Text,
    asked_of,
    place_all,
    prefill,
    returned_rows,
    texts_of,
    typed_rows,
)

LARGEST = 20 * 1024 * 1024
_SALT = "consultations.entry"


@dataclass(slots=True)
class Entry:
    """An opinion while it is entered."""

    form: OpinionForm
    texts: dict[str, Text]
    rows: list[Row]
    kept: dict[str, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@require_http_methods(["GET", "HEAD", "POST"])
@consultation_desk(Deed.RUN)
def enter(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Enter an opinion step by step; every step but the last shows the form again."""
    track = track_of(code, kind)
    texts = texts_of(track.consultation)
    if request.method != "POST":
        first = next(iter(texts), "1")
        initial = {"received_on": timezone.localdate(), "channel": Channel.PAPER.value}
        entry = Entry(OpinionForm(initial=initial), texts, [Row(draft=first)])
        return _page(request, track, entry, status=200)
    entry = Entry(
        OpinionForm(request.POST),
        texts,
        typed_rows(request.POST.dict()),
        _kept(request.POST.get("kept", "")),
        request.POST.getlist("doubt"),
    )
    _keep_upload(request, entry)
    place_all(entry.rows, texts)
    step, _, which = request.POST.get("krok", "").partition(":")
    if step == "zapisz":
        made = _register(request, track, entry)
        if made is not None:
            return redirect("office-opinion", code=code, number=made.number)
        return _page(request, track, entry, status=422)
    _step(entry, step, which)
    return _page(request, track, entry, status=422 if entry.faults else 200)


def _step(entry: Entry, step: str, which: str) -> None:
    """One step that only changes the form."""
    at = int(which) if which.isdigit() and int(which) < len(entry.rows) else None
    bare = entry.form.data
    entry.form = OpinionForm(initial={name: bare.get(name, "") for name in entry.form.fields})
    if step == "dodaj" and len(entry.rows) < MOST:
        last = entry.rows[-1] if entry.rows else Row(draft=next(iter(entry.texts), "1"))
        entry.rows.append(Row(draft=last.draft))
    elif step == "usun" and at is not None:
        del entry.rows[at]
    elif step == "znajdz" and at is not None:
        prefill(entry.rows[at])
    elif step == "wybierz":
        row, _, code = which.partition(":")
        _choose(entry, row, code)
    elif step == "wczytaj":
        _read(entry)


def _choose(entry: Entry, row: str, code: str) -> None:
    """Take the offered unit a quotation is closest to."""
    if row.isdigit() and int(row) < len(entry.rows):
        chosen = entry.rows[int(row)]
        chosen.code, chosen.place = code, ""
        place_all([chosen], entry.texts)
        prefill(chosen)


def _read(entry: Entry) -> None:
    """Read the kept Word file into rows; what it says of its submitter fills empty fields."""
    text = next((one for one in entry.texts.values() if one.lines), None)
    chosen = entry.rows[0].draft if entry.rows else ""
    text = entry.texts[chosen] if chosen in entry.texts and entry.texts[chosen].lines else text
    if text is None or not entry.kept:
        entry.faults.append(
            "Najpierw wybierz plik Word." if text else "Żaden projekt nie ma tekstu w programie."
        )
        return
    try:
        found = _returned(entry.kept, text)
    except MiernikError as error:
        entry.faults.append(str(error))
        return
    typed = [row for row in entry.rows if not row.empty]
    entry.rows = [*typed, *returned_rows(found, text)]
    entry.doubts = found.doubts
    if len(entry.rows) > MOST:
        over = entry.rows[MOST:]
        entry.rows = entry.rows[:MOST]
        entry.doubts.append(
            f"Plik ma więcej zmian, niż mieści formularz ({MOST}): dopisz pozostałe jako drugą "
            f"opinię. Nie zmieściło się: {len(over)}."
        )
    if not found.changes:
        entry.doubts.append("W pliku nie znaleziono żadnej zmiany: porównaj go z oryginałem.")
    place_all(entry.rows, entry.texts)
    _fill(entry, found)


def _returned(kept: dict[str, str], text: Text) -> Returned:
    path = _path(kept)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / f"plik{path.suffix}"
        copy.write_bytes(path.read_bytes())
        return read_returned(copy, text.lines)


def _fill(entry: Entry, found: Returned) -> None:
    said = found.submitter
    filled = {
        "name": said.name,
        "krs": said.krs,
        "full_name": said.representative,
        "email": said.email,
    }
    initial = dict(entry.form.initial)
    initial["channel"] = Channel.WORD.value
    for name, value in filled.items():
        initial[name] = initial.get(name) or value
    entry.form = OpinionForm(initial=initial)


def _register(request: HttpRequest, track: Track, entry: Entry) -> Submission | None:
    """Register what was entered; None with faults when something is missing."""
    broken = [row for row in entry.rows if not row.empty and row.fault]
    if not entry.form.is_valid():
        entry.faults.append("Popraw pola oznaczone niżej. Niczego nie utracono.")
    if broken:
        entry.faults.append("Wskaż miejsce każdej zmiany albo usuń ją.")
    if entry.faults:
        return None
    typed = entry.form.cleaned_data
    at = dt.datetime.combine(typed["received_on"], typed["received_time"] or dt.time(12))
    sign = signed(request)
    try:
        with transaction.atomic():
            made = register_at_desk(
                track=track,
                submitter=_submitter(entry.form),
                asked=asked_of(entry.rows, entry.texts),
                general=typed["general"],
                channel=Channel(typed["channel"]),
                received_at=timezone.make_aware(at),
                postmarked_on=typed["postmarked_on"],
                paper=_paper(entry.kept),
                **sign,
            )
            if typed["eligible"]:
                rule_on_eligibility(
                    submission=made,
                    eligible=typed["eligible"] == "tak",
                    reason=typed["reason"],
                    **sign,
                )
    except MiernikError as error:
        entry.faults.append(str(error))
        return None
    _say(request, made)
    return made


def _submitter(form: OpinionForm) -> Submitter:
    typed = form.cleaned_data
    kind = SubmitterKind(typed["kind"])
    return Submitter(
        kind,
        name=typed["name"] if kind is not SubmitterKind.PERSON else "",
        krs=typed["krs"] if kind is not SubmitterKind.PERSON else "",
        full_name=typed["full_name"],
        email=typed["email"],
        address=typed["address"],
        phone=typed["phone"],
        statutory_activity=form.statutory() if kind is SubmitterKind.ORGANISATION else None,
        publish_name=typed["publish_name"],
        wants_letters=typed["letters"],
    )


def _say(request: HttpRequest, made: Submission) -> None:
    said = f"Zarejestrowano opinię nr {made.number}."
    if made.in_time:
        messages.success(request, said)
    else:
        messages.warning(request, f"{said} Jest złożona po terminie i tak została zapisana.")


def _keep_upload(request: HttpRequest, entry: Entry) -> None:
    """Keep a file sent now; it takes the place of the one kept before."""
    file = request.FILES.get("file")
    if file is None:
        return
    if not file.size or file.size > LARGEST:
        entry.faults.append("Plik jest pusty albo większy niż 20 MB. Wybierz inny.")
        return
    content = file.read()
    name = Path(file.name or "plik").name
    digest = hashlib.sha256(content).hexdigest()
    entry.kept = {"name": name, "stored": keep_file(digest, name, content), "sha256": digest}


def _kept(token: str) -> dict[str, str]:
    """What the form says was kept before; a forged name opens nothing."""
    try:
        found: dict[str, str] = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return {}
    return found


def _path(kept: dict[str, str]) -> Path:
    return Path(settings.MEDIA_ROOT) / kept["stored"]


def _paper(kept: dict[str, str]) -> Paper | None:
    if not kept:
        return None
    return Paper(kept["name"], _path(kept).read_bytes())


def _page(request: HttpRequest, track: Track, entry: Entry, *, status: int) -> HttpResponse:
    values: Any = entry.form.data if entry.form.is_bound else entry.form.initial
    wanted = str(values.get("krs") or values.get("name") or "")
    context = {
        "title": f"Wpisz opinię: {track}",
        "crumbs": crumbs(track.consultation),
        "track": track,
        "entry": entry,
        "token": signing.dumps(entry.kept, salt=_SALT) if entry.kept else "",
        "operations": Operation.choices(),
        "organisation": find_organisation(wanted) if wanted else None,
        "wanted": wanted,
        "full": len(entry.rows) >= MOST,
    }
    return render(request, "office/consultations/enter.html", context, status=status)
