"""Notices at the desk: what was announced where, its proofs, the letter to organisations."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from miernik.accounts.models import Mailing
from miernik.accounts.organisations.mailing.services import (
    check_words,
    prepare_mailing,
    start_mailing,
)
from miernik.accounts.organisations.selectors import addressees
from miernik.consultations.errors import NotReadyError
from miernik.consultations.models import Consultation, Evidence, NoticeKind
from miernik.consultations.permissions import Deed
from miernik.consultations.services.preparing import add_evidence, add_notice
from miernik.kernel.dates import print_short_date
from miernik.kernel.errors import MiernikError
from miernik.kernel.numbers import print_number
from miernik.kernel.text import plural
from miernik.web.office.campaigns.door import signed
from miernik.web.office.consultations.door import (
    consultation_desk,
    consultation_of,
    crumbs,
    notice_of,
)
from miernik.web.office.consultations.forms import (
    EvidenceForm,
    LetterForm,
    NoticeForm,
    OwnPageForm,
)
from miernik.web.office.consultations.preparing import ask
from miernik.web.public.consultations.saved_page import page_address, saved_pages

_BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(_BOTH)
@consultation_desk(Deed.RUN)
def notice(request: HttpRequest, code: str) -> HttpResponse:
    """Write down an announcement."""
    of = consultation_of(code)
    form = NoticeForm(of, request.POST or None)

    return ask(
        request,
        of,
        form,
        lambda typed: add_notice(consultation=of, **noted(of, typed), **signed(request)),
        title="Dodaj ogłoszenie",
        lead="Gdzie i kiedy podano informację o konsultacjach. Dowód dołączysz potem.",
        button="Zapisz ogłoszenie",
        said="Zapisano ogłoszenie. Dołącz do niego dowód.",
    )


def noted(of: Consultation, typed: dict[str, Any]) -> dict[str, Any]:
    """Return what a notice form says in the words of the services."""
    return {
        "tracks": list(of.tracks.filter(kind__in=typed["tracks"])),
        "kind": NoticeKind(typed["kind"]),
        "sentence": typed["sentence"].strip().rstrip(",."),
        "published_on": typed["published_on"],
        "url": typed["url"],
        "places": [{"name": row.strip()} for row in typed["places"].splitlines() if row.strip()],
    }


@require_http_methods(_BOTH)
@consultation_desk(Deed.RUN)
def evidence(request: HttpRequest, code: str, identity: uuid.UUID) -> HttpResponse:
    """Add a file that proves an announcement."""
    of = notice_of(code, identity)
    form = EvidenceForm(request.POST or None, request.FILES or None)

    def act(typed: dict[str, Any]) -> object:
        file = typed["file"]
        name = Path(file.name or "plik").name
        return add_evidence(notice=of, name=name, content=file.read(), **signed(request))

    return ask(
        request,
        of.consultation,
        form,
        act,
        title="Dołącz dowód",
        lead=f"Dowód ogłoszenia: {of.sentence}. Pliku nie da się potem podmienić.",
        button="Dołącz plik",
        said="Dołączono dowód.",
    )


@require_http_methods(_BOTH)
@consultation_desk(Deed.RUN)
def own_page(request: HttpRequest, code: str) -> HttpResponse:
    """Write down the program's own page as an announcement, or only save it once more."""
    of = consultation_of(code)
    address = page_address(of)
    known = of.notices.filter(url=address).order_by("pk").first()
    sentence = f"opublikowanie na stronie {address.split('://', 1)[-1]}"
    data = request.POST if request.method == "POST" else None
    form = forms.Form(data) if known else OwnPageForm(of, data, initial={"sentence": sentence})

    @transaction.atomic
    def act(typed: dict[str, Any]) -> object:
        if of.announced_at is None:
            raise NotReadyError(["ogłoszenia: strona nie jest jeszcze publiczna"])
        notice = known or add_notice(
            consultation=of,
            tracks=list(of.tracks.filter(kind__in=typed["tracks"])),
            kind=NoticeKind.WEBSITE,
            sentence=typed["sentence"].strip().rstrip(",."),
            published_on=timezone.localdate(of.announced_at),
            url=address,
            **signed(request),
        )
        return [
            add_evidence(notice=notice, name=name, content=content, **signed(request))
            for name, content in saved_pages(of).items()
        ]

    return ask(
        request,
        of,
        form,
        act,
        title="Zapisz stronę konsultacji",
        lead=f"Program zapisze swoją stronę {address} i teksty projektów, tak jak widzi je teraz "
        "każdy, ze skrótem i godziną. Jeżeli zasady wymagają innej strony (na przykład BIP), "
        "dodaj ją osobno.",
        button="Zapisz stronę z dowodem",
        said="Zapisano stronę konsultacji jako dowód ogłoszenia.",
    )


@require_safe
@consultation_desk(Deed.WATCH)
def evidence_file(request: HttpRequest, code: str, identity: uuid.UUID) -> FileResponse:  # noqa: ARG001  # a view takes it
    """The proof as it was kept, always as a download."""
    found = Evidence.objects.filter(notice__consultation__code=code, uuid=identity)
    one = found.order_by("pk").first()
    path = Path(settings.MEDIA_ROOT) / (one.stored_file if one else "")
    if one is None or not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=one.name)


@require_http_methods(_BOTH)
@consultation_desk(Deed.RUN)
def letter(request: HttpRequest, code: str) -> HttpResponse:
    """Write to organisations: first the number of those it reaches, then the sending."""
    of = consultation_of(code)
    form = LetterForm(of, request.POST or None, initial=_proposed(of))
    reached, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                if request.POST.get("krok") == "wyslij":
                    return _send(request, of, form.cleaned_data)
                check_words(form.cleaned_data["subject"], form.cleaned_data["body"])
                reached, status = _counted(addressees(form.cleaned_data["to"]).count()), 200
            except MiernikError as error:
                form.add_error(None, str(error))
    context = {
        "title": "Wiadomość do organizacji",
        "crumbs": crumbs(of),
        "consultation": of,
        "form": form,
        "reached": reached,
        "all": _counted(addressees(None).count()),
    }
    return render(request, "office/consultations/letter.html", context, status=status)


@transaction.atomic
def _send(request: HttpRequest, of: Consultation, typed: dict[str, Any]) -> HttpResponse:
    sign = signed(request)
    mailing: Mailing = prepare_mailing(
        subject=typed["subject"], body=typed["body"], to=typed["to"], **sign
    )
    mailing = start_mailing(mailing=mailing, **sign)
    made = add_notice(
        consultation=of,
        tracks=list(of.tracks.filter(kind__in=typed["tracks"])),
        kind=NoticeKind.MAILING,
        sentence="przesłanie informacji pocztą elektroniczną do "
        f"{_counted(mailing.recipients.count(), genitive=True)}",
        published_on=timezone.localdate(sign["at"]),
        mailing=mailing,
        **sign,
    )
    said = f"Wysyłka się zaczęła: {_counted(made.addressees or 0)}. Ogłoszenie zapisano."
    messages.success(request, said)
    return redirect("office-consultation", code=of.code)


def _counted(number: int, *, genitive: bool = False) -> str:
    forms = ("organizacji", "organizacji") if genitive else ("organizacja", "organizacje")
    return f"{print_number(number)} {plural(number, *forms, 'organizacji')}"


def _proposed(of: Consultation) -> dict[str, str]:
    """The words of the letter, from what the consultation says of itself."""
    parts = ["Szanowni Państwo,", f"zapraszamy do udziału w konsultacjach: {of.title}."]
    drafts = [f"– {draft.title}" for draft in of.drafts.all()]
    if drafts:
        parts.append("\n".join(["Projekty:", *drafts]))
    for track in of.tracks.all():
        days = f"od {print_short_date(track.starts)} do {print_short_date(track.ends)}"
        ways = "\n".join(f"– {way}" for way in track.ways)
        parts.append(f"Opinie przyjmujemy {days}:\n{ways}".strip())
    if of.contact:
        parts.append(f"Kontakt: {of.contact}")
    parts.append(of.responsible)
    return {"subject": f"Konsultacje: {of.title}"[:200], "body": "\n\n".join(parts)}
