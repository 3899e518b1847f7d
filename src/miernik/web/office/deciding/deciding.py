"""The form of one decision, about one change or several together."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from miernik.consultations.citations import checked, known_acts
from miernik.consultations.errors import DishonestVerdictError, NeedsWordingError
from miernik.consultations.models import (
    Change,
    ConsultedDraft,
    Decision,
    DecisionState,
    Verdict,
)
from miernik.consultations.permissions import Deed
from miernik.consultations.reasons import modules
from miernik.consultations.services.deciding import decide, withdraw
from miernik.kernel.errors import MiernikError
from miernik.kernel.redline import redline
from miernik.web.office.campaigns.door import signed
from miernik.web.office.consultations.door import consultation_desk, crumbs
from miernik.web.office.deciding.door import (
    cards_address,
    changes_named,
    decision_of,
    draft_of,
)
from miernik.web.office.deciding.finals import Field, fields_of, finals_of, known_lines
from miernik.web.office.deciding.forms import DecisionForm

_EARLIER = 10


@require_http_methods(["GET", "HEAD", "POST"])
@consultation_desk(Deed.RUN)
def decide_page(request: HttpRequest, code: str, position: int) -> HttpResponse:
    """Decide about the chosen changes; what the check says stands above what was typed."""
    draft = draft_of(code, position)
    sent = request.POST if request.method == "POST" else request.GET
    decision = _decision(draft, sent.get("decyzja", ""))
    names = sent.getlist("zmiana")
    if not names and decision is None:
        messages.error(request, "Zaznacz propozycje, które chcesz rozstrzygnąć.")
        return redirect(cards_address(draft))
    if not names and decision is not None:
        names = [str(change.uuid) for change in decision.changes.all()]
    changes = changes_named(draft, names)
    if request.method != "POST":
        by_proposal = request.GET.get("zapis") == "propozycja"
        fields = fields_of(draft, changes, by_proposal=by_proposal, decision=decision)
        form = DecisionForm(known_lines(draft), initial=_initial(draft, decision))
        return _page(request, draft, changes, form, fields, decision=decision)
    return _decided(request, draft, changes, decision)


def _decided(
    request: HttpRequest, draft: ConsultedDraft, changes: list[Change], decision: Decision | None
) -> HttpResponse:
    data = request.POST.copy()
    if data.get("przyjmij"):
        data["verdict"] = str(data["przyjmij"])
    form = DecisionForm(known_lines(draft), data)
    fields = fields_of(
        draft, changes, typed={name: str(data[name]) for name in data}, decision=decision
    )
    offered, now = "", None
    if form.is_valid():
        typed = form.cleaned_data
        try:
            made = decide(
                draft=draft,
                changes=changes,
                verdict=Verdict(typed["verdict"]),
                statement=typed["statement"],
                reasons=typed["reasons"],
                finals=finals_of(fields),
                covered_by=typed["covered_by"],
                replace_wording=typed["replace"],
                decision=decision,
                **signed(request),
            )
        except DishonestVerdictError as error:
            form.add_error(None, str(error))
            offered = error.offered
        except NeedsWordingError as error:
            form.add_error(None, str(error))
            now = error.now
        except MiernikError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Zapisano rozstrzygnięcie.")
            return redirect(f"{cards_address(draft)}#d-{made.uuid}-{changes[0].pk}")
    return _page(
        request,
        draft,
        changes,
        form,
        fields,
        decision=decision,
        offered=offered,
        now=now,
        status=422,
    )


@require_safe
@consultation_desk(Deed.RUN)
def preview(request: HttpRequest, code: str, position: int, unit: str) -> HttpResponse:
    """Show what a wording being typed changes in the draft; writes nothing."""
    known = {line.code: line for line in known_lines(draft_of(code, position))}
    if unit not in known:
        raise Http404
    new = request.GET.get(f"nowa-{unit}")
    before, after = (
        ("", new) if new is not None else (known[unit].text, request.GET.get(f"zapis-{unit}", ""))
    )
    return render(request, "office/deciding/_preview.html", {"pieces": redline(before, after)})


@require_POST
@consultation_desk(Deed.RUN)
def withdraw_one(
    request: HttpRequest, code: str, position: int, identity: uuid.UUID
) -> HttpResponse:
    """Take a decision back; its words stay in the form, to be saved again."""
    draft = draft_of(code, position)
    decision = decision_of(draft, identity)
    changes = changes_named(draft, [str(change.uuid) for change in decision.changes.all()])
    fields = fields_of(draft, changes, decision=decision)
    form = DecisionForm(known_lines(draft), initial=_initial(draft, decision))
    try:
        withdraw(decision=decision, **signed(request))
    except MiernikError as error:
        messages.error(request, str(error))
        return redirect(cards_address(draft))
    messages.success(
        request,
        "Wycofano rozstrzygnięcie. Jego treść jest poniżej: zapisz ją, aby je przywrócić.",
    )
    return _page(request, draft, changes, form, fields)


def _decision(draft: ConsultedDraft, name: str) -> Decision | None:
    try:
        return decision_of(draft, uuid.UUID(name)) if name else None
    except ValueError as error:
        raise Http404 from error


def _initial(draft: ConsultedDraft, decision: Decision | None) -> dict[str, str]:
    if decision is None:
        return {}
    codes = {line.unit_id: line.code for line in known_lines(draft)}
    return {
        "verdict": decision.verdict,
        "statement": decision.statement,
        "reasons": decision.reasons,
        "covered_by": codes.get(decision.covered_by_id or 0, ""),
    }


def _page(
    request: HttpRequest,
    draft: ConsultedDraft,
    changes: list[Change],
    form: DecisionForm,
    fields: list[Field],
    *,
    decision: Decision | None = None,
    offered: str = "",
    now: str | None = None,
    status: int = 200,
) -> HttpResponse:
    reasons = form["reasons"].value() or ""
    earlier = draft.decisions.model.objects.filter(state=DecisionState.APPROVED)
    day = timezone.localdate(signed(request)["at"])
    context = {
        "title": "Rozstrzygnięcie",
        "crumbs": crumbs(draft.consultation, (cards_address(draft), "Rozstrzygnięcia")),
        "draft": draft,
        "changes": [(one, redline(one.old_text, one.new_text)) for one in changes],
        "form": form,
        "finals": fields,
        "decision": decision,
        "offered": Verdict(offered) if offered else None,
        "now": now,
        "citations": checked(reasons, day, known_acts(draft.consultation)),
        "modules": modules(),
        "earlier": earlier.order_by("-at")[:_EARLIER],
    }
    return render(request, "office/deciding/decide.html", context, status=status)
