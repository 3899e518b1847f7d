"""Words of messages: reading, changing with a preview on a real institution, going back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from miernik.collection.errors import TemplateError
from miernik.collection.messages.templates import (
    ALLOWED,
    NAMES,
    Words,
    body_with,
    check_words,
    defaults,
    filled,
    reset_template,
    save_template,
    words_of,
)
from miernik.collection.messages.values import form_values
from miernik.collection.models import MessageKind, MessageTemplate, Questionnaire
from miernik.web.office.messages import door
from miernik.web.office.messages.door import runners_only
from miernik.web.office.messages.forms import TemplateForm

_SAMPLE_LINK = "https://…/odpowiedz/…/"


@require_safe
@runners_only
def templates(request: HttpRequest) -> HttpResponse:
    """Every kind of message with its subject and where its words come from."""
    context = {
        "title": "Treść wiadomości",
        "crumbs": door.way(),
        "kinds": [(kind, words_of(kind)) for kind in MessageKind],
    }
    return render(request, "office/messages/templates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@runners_only
def one_template(request: HttpRequest, name: str) -> HttpResponse:
    """Change the words of a kind, looking first at what an institution would read."""
    kind = door.kind(name)
    words, preview, status = words_of(kind), None, 200
    form = TemplateForm(request.POST or {"subject": words.subject, "body": words.body})
    if request.method == "POST":
        status = 422
        if form.is_valid():
            typed = Words(form.cleaned_data["subject"], form.cleaned_data["body"])
            try:
                if request.POST.get("krok") == "zapisz":
                    save_template(
                        kind=kind, subject=typed.subject, body=typed.body,
                        by=request.user.get_username(), at=timezone.now(),
                    )  # fmt: skip
                    messages.success(request, "Zapisano. Następne wiadomości będą już takie.")
                    return redirect("message-template", name=kind.value)
                preview, status = _preview(kind, typed), 200
            except TemplateError as error:
                form.add_error(None, str(error))
    else:
        preview = _preview(kind, words)
    context = {
        "title": kind.label.capitalize(),
        "crumbs": door.way((reverse("message-templates"), "Treść wiadomości")),
        "kind": kind,
        "form": form,
        "preview": preview,
        "names": [(f"{{{key}}}", text) for key, text in NAMES.items() if key in ALLOWED[kind]],
        "changed": words != defaults()[kind] and words.number > 0,
        "versions": MessageTemplate.objects.filter(kind=kind).order_by("-number"),
    }
    return render(request, "office/messages/template.html", context, status=status)


@require_POST
@runners_only
def reset(request: HttpRequest, name: str) -> HttpResponse:
    """Go back to the default words."""
    kind = door.kind(name)
    reset_template(kind=kind, by=request.user.get_username(), at=timezone.now())
    messages.success(request, "Przywrócono treść domyślną.")
    return redirect("message-template", name=kind.value)


def _preview(kind: MessageKind, words: Words) -> tuple[str, str]:
    """Subject and body as the newest campaign's first institution would read them."""
    check_words(kind, words)
    samples = {name: f"[{text}]" for name, text in NAMES.items()}
    forms = Questionnaire.objects.select_related("campaign", "institution")
    form = forms.order_by("-campaign_id", "institution__name").first()
    if form is not None:
        samples |= form_values(form, timezone.localdate())
    subject, body = filled(words, samples)
    return subject, body_with(body, _SAMPLE_LINK)
