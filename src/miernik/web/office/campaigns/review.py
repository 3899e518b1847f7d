"""One institution's form beside last year, and every step the office takes with it."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from miernik.collection.links import issue_link, revoke_link, token_of
from miernik.collection.models import (
    Campaign,
    CampaignState,
    Channel,
    Questionnaire,
    QuestionnaireState,
)
from miernik.collection.permissions import Deed
from miernik.collection.reviewing import differences, review_of, suggested_reason
from miernik.collection.services.answering import deadline_of, is_open, submit
from miernik.collection.services.attachments import file_of
from miernik.collection.services.review import (
    accept_form,
    extend,
    return_form,
    settle,
    withdraw_acceptance,
)
from miernik.collection.states import Thing, allowed
from miernik.kernel.dates import print_date
from miernik.kernel.errors import MiernikError
from miernik.web.office.campaigns.door import (
    campaign_desk,
    campaign_of,
    crumbs,
    form_of,
    must_run,
    runs,
    signed,
)
from miernik.web.office.campaigns.forms import ExtensionForm, LinkForm, ReturnForm


@require_http_methods(["GET", "HEAD", "POST"])
@campaign_desk(Deed.WATCH)
def one_form(request: HttpRequest, identity: uuid.UUID, which: uuid.UUID) -> HttpResponse:
    """The form with everything that was said of it; do the step that was sent."""
    campaign = campaign_of(identity)
    form = form_of(campaign, which)
    extension, link = _bound(request, form)
    fault = new_link = ""
    if request.method == "POST":
        must_run(request)
        try:
            if request.POST.get("krok") == "link" and link.is_valid():
                new_link = _new_link(request, form, link.cleaned_data["person"])
            elif done := _step(request, form, extension):
                messages.success(request, done)
                return redirect(request.path)
        except MiernikError as error:
            fault = str(error)
        form = form_of(campaign, which)
    review = review_of(form)
    pairs = zip(review.submissions, review.submissions[1:], strict=False)
    context = {
        "title": form.institution.name,
        "crumbs": crumbs(campaign),
        "campaign": campaign,
        "form": form,
        "review": review,
        "rows": [row for row in review.rows if row.flagged]
        if request.GET.get("tylko") == "uwagi"
        else review.rows,
        "only_flagged": request.GET.get("tylko") == "uwagi",
        "changes": [(after, differences(before, after)) for before, after in pairs],
        "links": form.links.order_by("-id"),
        "new_link": new_link,
        "extension": extension,
        "link": link,
        "deadline": deadline_of(form),
        "fault": fault,
        "may": _may(request, campaign, form),
        "now": timezone.now(),
        "is_behind": is_open(form),
    }
    response = render(
        request, "office/campaigns/form.html", context,
        status=422 if request.method == "POST" and not new_link else 200,
    )  # fmt: skip
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@campaign_desk(Deed.RUN)
def returning(request: HttpRequest, identity: uuid.UUID, which: uuid.UUID) -> HttpResponse:
    """Give a form back; the words begin with what was flagged and may be changed."""
    campaign = campaign_of(identity)
    form = form_of(campaign, which)
    review = review_of(form)
    picked = request.GET.getlist("wskaznik") or [row.card.indicator for row in review.flagged]
    chosen = [row for row in review.rows if row.card.indicator in picked]
    typed = ReturnForm(request.POST or None, initial={"reason": suggested_reason(chosen)})
    if request.method == "POST" and typed.is_valid():
        try:
            return_form(questionnaire=form, reason=typed.cleaned_data["reason"], **signed(request))
        except MiernikError as error:
            typed.add_error(None, str(error))
        else:
            messages.success(request, "Zwrócono formularz do poprawy.")
            return redirect("campaign-form", campaign.uuid, form.uuid)
    context = {
        "title": "Zwrot do poprawy",
        "crumbs": crumbs(campaign, (_url(form, campaign), form.institution.name)),
        "campaign": campaign,
        "form": form,
        "review": review,
        "picked": picked,
        "typed": typed,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "office/campaigns/return.html", context, status=status)


@require_safe
@campaign_desk(Deed.WATCH)
def attachment(
    request: HttpRequest,  # noqa: ARG001  # a view takes it
    identity: uuid.UUID,
    which: uuid.UUID,
    file: uuid.UUID,
) -> FileResponse:
    """A file the institution added, to be saved and never opened inside the page."""
    form = form_of(campaign_of(identity), which)
    found = form.attachments.filter(uuid=file).order_by("id").first()
    if found is None:
        raise Http404
    path = file_of(found)
    if not path.is_file():
        raise Http404
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=found.name,
        content_type="application/octet-stream",
    )


def _bound(request: HttpRequest, form: Questionnaire) -> tuple[ExtensionForm, LinkForm]:
    step = request.POST.get("krok")
    return (
        ExtensionForm(
            request.POST if step == "przedluz" else None,
            initial={"until": form.extended_to, "reason": form.extension_reason},
        ),
        LinkForm(request.POST if step == "link" else None, initial={"person": form.contact_name}),
    )


def _new_link(request: HttpRequest, form: Questionnaire, person: str) -> str:
    """Return the address of a new link: shown in this answer only, and stored nowhere."""
    made = issue_link(questionnaire=form, person=person, sent_to="", **signed(request))
    return request.build_absolute_uri(reverse("answer-link", args=[token_of(made)]))


def _step(request: HttpRequest, form: Questionnaire, extension: ExtensionForm) -> str:
    """Do what was sent; returns what to say, "" when a field has to be mended first."""
    step = request.POST.get("krok", "")
    if step in _PLAIN:
        return _PLAIN[step](request, form)
    if step == "przedluz" and extension.is_valid():
        extend(questionnaire=form, **extension.cleaned_data, **signed(request))
        day = print_date(extension.cleaned_data["until"])
        return f"Przedłużono termin do {day}. Dotychczasowe linki działają dalej."
    if step in ("przedluz", "link"):
        return ""
    raise Http404


def _accept(request: HttpRequest, form: Questionnaire) -> str:
    accept_form(questionnaire=form, **signed(request))
    return "Przyjęto formularz. Przyjęcie można cofnąć, dopóki kampania jest otwarta."


def _withdraw(request: HttpRequest, form: Questionnaire) -> str:
    withdraw_acceptance(questionnaire=form, **signed(request))
    return "Cofnięto przyjęcie: formularz znowu czeka na sprawdzenie."


def _submit(request: HttpRequest, form: Questionnaire) -> str:
    submit(questionnaire=form, channel=Channel.DESK, **signed(request))
    return "Przekazano formularz w imieniu instytucji."


def _revoke(request: HttpRequest, form: Questionnaire) -> str:
    found = form.links.filter(uuid=_identity(request, "co")).first()
    if found is None:
        raise Http404
    revoke_link(link=found, **signed(request))
    return "Unieważniono link: nikt już nim nie otworzy formularza."


def _settle(request: HttpRequest, form: Questionnaire) -> str:
    found = form.questions.filter(uuid=_identity(request, "co")).first()
    if found is None:
        raise Http404
    settle(question=found, **signed(request))
    return "Pytanie uznano za wyjaśnione."


_PLAIN: dict[str, Callable[[HttpRequest, Questionnaire], str]] = {
    "przyjmij": _accept,
    "cofnij": _withdraw,
    "przekaz": _submit,
    "uniewaznij": _revoke,
    "wyjasnione": _settle,
}


def _may(request: HttpRequest, campaign: Campaign, form: Questionnaire) -> dict[str, bool]:
    """What stands open now, for the buttons; the services decide again."""
    acting = runs(request) and campaign.state == CampaignState.OPEN

    def step(service: str) -> bool:
        return acting and allowed(Thing.QUESTIONNAIRE, service, form.state)

    return {
        "act": acting,
        "accept": step("accept_form"),
        "withdraw": step("withdraw_acceptance"),
        "give_back": step("return_form"),
        "submit": step("submit"),
        "write": acting and is_open(form),
        "correct": acting
        and form.state in (QuestionnaireState.SUBMITTED, QuestionnaireState.ACCEPTED),
    }


def _identity(request: HttpRequest, name: str) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get(name, ""))
    except ValueError as error:
        raise Http404 from error


def _url(form: Questionnaire, campaign: Campaign) -> str:
    return reverse("campaign-form", args=[campaign.uuid, form.uuid])
