"""One change of a draft: a page with a form; what is proposed waits in the session."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from miernik.consultations.models import Consultation, ConsultedDraft, Operation
from miernik.kernel.redline import redline
from miernik.kernel.text import squeeze
from miernik.strategy.text.reading import Line
from miernik.web.public.consultations import basket, doors
from miernik.web.public.consultations.forms import ChangeForm
from miernik.web.public.consultations.pages import frame
from miernik.web.public.consultations.showing import may_change, words_of_adding


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str, position: int, unit: str) -> HttpResponse:
    """Propose another wording of a unit, or its removal."""
    return _page(request, code, position, unit, is_new=False)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, code: str, position: int, unit: str) -> HttpResponse:
    """Propose a new unit after this one."""
    return _page(request, code, position, unit, is_new=True)


@require_POST
def remove(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Take a change out of the opinion before it is sent."""
    of = doors.consultation(code)
    basket.drop(request, of, key)
    messages.success(request, "Usunięto zmianę z opinii.")
    return redirect("consultation-opinion", code)


def _page(
    request: HttpRequest, code: str, position: int, unit: str, *, is_new: bool
) -> HttpResponse:
    of = doors.consultation(code)
    draft = doors.draft(of, position)
    line = doors.unit(draft, unit)
    if not (words_of_adding(line) if is_new else may_change(line)):
        return redirect("consultation-draft", code, position)
    held = _held(request, of, draft, line, is_new=is_new)
    if request.method == "POST":
        form = ChangeForm(request.POST, line=line, is_new=is_new, auto_id=_ids(line))
        if form.is_valid() and _stored(request, of, _wanted(form, draft, line, held)):
            messages.success(request, f"Dopisano do opinii: {_subject(line, is_new=is_new)}.")
            return redirect(_back(code, position, unit))
    else:
        initial = _initial(line, held, is_new=is_new)
        form = ChangeForm(initial=initial, line=line, is_new=is_new, auto_id=_ids(line))
        if "HX-Request" in request.headers:  # the form opens in its place in the text
            form.fields["text"].widget.attrs["autofocus"] = True
    context = frame(request, of, timezone.now()) | {
        "draft": draft,
        "line": line,
        "form": form,
        "is_new": is_new,
        "adding": words_of_adding(line),
        "held": held,
        "before": redline(line.text, held.text) if held and not is_new else [],
        "key": held.key if held else "",
    }
    status = 422 if request.method == "POST" else 200
    response = render(request, "public/consultations/change.html", context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _ids(line: Line) -> str:
    """Names of fields on the page: forms of several units may be open at once."""
    return f"id_{line.code}_%s"


def _held(
    request: HttpRequest, of: Consultation, draft: ConsultedDraft, line: Line, *, is_new: bool
) -> basket.Wanted | None:
    """The change that is edited: by its key, else the one proposal of the unit."""
    key = request.POST.get("key") or request.GET.get("zmiana", "")
    for item in basket.waiting(request, of):
        here = (item.draft, item.code, item.is_new) == (str(draft.uuid), line.code, is_new)
        if here and (item.key == key or not is_new):
            return item
    return None


def _initial(line: Line, held: basket.Wanted | None, *, is_new: bool) -> dict[str, object]:
    if held is None:
        return {"text": "" if is_new else line.text}
    strike = held.operation == Operation.DELETE
    return {"text": line.text if strike else held.text, "strike": strike, "reasons": held.reasons}


def _wanted(
    form: ChangeForm, draft: ConsultedDraft, line: Line, held: basket.Wanted | None
) -> basket.Wanted:
    found = form.cleaned_data
    operation = Operation.INSERT_AFTER if form.is_new else Operation.REPLACE
    if found.get("strike"):
        operation = Operation.DELETE
    return basket.Wanted(
        key=held.key if held else basket.new_key(),
        draft=str(draft.uuid),
        operation=str(operation),
        code=line.code,
        text=squeeze(found["text"]),
        reasons=found["reasons"].strip(),
    )


def _stored(request: HttpRequest, of: Consultation, wanted: basket.Wanted) -> bool:
    try:
        basket.put(request, of, wanted)
    except basket.FullBasketError as error:
        messages.error(request, str(error))
        return False
    return True


def _subject(line: Line, *, is_new: bool) -> str:
    return f"nowy zapis po {line.path}" if is_new else line.path


def _back(code: str, position: int, unit: str) -> str:
    """The draft at the unit that was changed; the query makes browsers load the page anew."""
    place = reverse("consultation-draft", args=[code, position])
    return f"{place}?{urlencode({'dopisano': unit})}#j-{unit}"
