"""Rules of checking: the list, one rule with its examples and trial, a new rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from miernik.collection.permissions import Deed, may
from miernik.collection.trying import answered_forms, latest_campaign
from miernik.collection.validation.examples import run_examples
from miernik.collection.validation.faults import RuleFaultsError
from miernik.collection.validation.kinds import KINDS, Group
from miernik.collection.validation.reading import rule_from
from miernik.collection.validation.rule import Rule, RuleKind
from miernik.collection.validation.store import (
    StoredRule,
    add_rule,
    all_rules,
    change_rule,
    changed_rule,
    history_of,
    reset_rule,
)
from miernik.collection.validation.trial import trial
from miernik.kernel.errors import MiernikError
from miernik.web.office.rules.door import opened_to, rule_of
from miernik.web.office.rules.forms import RuleForm
from miernik.web.office.rules.showing import (
    badge,
    grouped,
    outcome_words,
    past,
    scope_words,
    shown_answers,
    trial_words,
)

_TRY = "sprobuj"


@require_safe
@opened_to(Deed.WATCH)
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule, by what it looks at."""
    context = {"groups": grouped(all_rules()), "allowed": may(request.user, Deed.RUN)}
    return render(request, "office/rules/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@opened_to(Deed.WATCH)
def rule(request: HttpRequest, code: str) -> HttpResponse:
    """One rule: what it does, its examples run now, trying and saving a change, its history."""
    stored = rule_of(code)
    allowed = may(request.user, Deed.RUN)
    if request.method == "POST" and not allowed:
        return HttpResponse(status=403)
    form = RuleForm(stored.rule.kind, request.POST or None, rule=stored.rule)
    context: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        if request.POST.get("krok") == _TRY:
            tried = _sound(form, lambda: changed_rule(stored.rule, form.plain()))
            context |= _tried(tried) if tried else {}
        elif _done(form, lambda: _changed(request, form, code)):
            messages.success(request, "Zapisano regułę. Następne sprawdzenie już z niej korzysta.")
            return redirect("rule", code=code)
        status = 422 if form.errors else 200
    context |= _shown(stored) | {"form": form, "allowed": allowed}
    return render(request, "office/rules/rule.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@opened_to(Deed.RUN)
def new_rule(request: HttpRequest) -> HttpResponse:
    """Choose a kind, then write the rule; it may be tried before it is saved."""
    kind = _kind(request.GET.get("rodzaj", ""))
    context: dict[str, Any] = {"kinds": _kinds(), "kind": kind}
    status = 200
    if kind is not None:
        form = RuleForm(kind, request.POST or None)
        context["form"] = form
        if request.method == "POST":
            if request.POST.get("krok") == _TRY:
                tried = _sound(form, lambda: rule_from(form.new_plain()))
                context |= _tried(tried) if tried else {}
            elif _done(form, lambda: _added(request, form)):
                messages.success(request, "Dodano regułę. Następne sprawdzenie już z niej korzysta.")
                return redirect("rules")
            status = 422 if form.errors else 200
    return render(request, "office/rules/new.html", context, status=status)


@require_POST
@opened_to(Deed.RUN)
def reset(request: HttpRequest, code: str) -> HttpResponse:
    """Put a rule back to its default."""
    stored = rule_of(code)
    over = request.POST.get("over", "")
    try:
        reset_rule(
            code=code,
            over=int(over) if over.isdecimal() else stored.version,
            reason=request.POST.get("reason", ""),
            by=request.user.get_username(),
            at=timezone.now(),
        )
    except MiernikError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Przywrócono domyślną regułę. Poprzednia została w historii.")
    return redirect("rule", code=code)


def _changed(request: HttpRequest, form: RuleForm, code: str) -> None:
    change_rule(
        code=code,
        changes=form.plain(),
        over=form.cleaned_data["over"] or 0,
        reason=form.cleaned_data["reason"],
        by=request.user.get_username(),
        at=timezone.now(),
    )


def _added(request: HttpRequest, form: RuleForm) -> None:
    add_rule(
        plain=form.new_plain(),
        reason=form.cleaned_data["reason"],
        by=request.user.get_username(),
        at=timezone.now(),
    )


def _sound(form: RuleForm, make: Callable[[], Rule]) -> Rule | None:
    """The rule the form describes, None with the faults told in the form."""
    made: list[Rule] = []
    return made[0] if _done(form, lambda: made.append(make())) else None


def _done(form: RuleForm, act: Callable[[], object]) -> bool:
    if not form.is_valid():
        return False
    try:
        act()
    except RuleFaultsError as error:
        for fault in error.faults:
            form.add_error(None, fault)
        return False
    except MiernikError as error:
        form.add_error(None, str(error))
        return False
    return True


def _tried(tried: Rule) -> dict[str, Any]:
    campaign = latest_campaign()
    found = trial(tried, answered_forms(campaign) if campaign else [])
    answers, more = shown_answers(found)
    return {
        "campaign": campaign,
        "trial": trial_words(found),
        "answers": answers,
        "more": more,
        "outcomes": _outcomes(tried),
    }


def _shown(stored: StoredRule) -> dict[str, Any]:
    settings = history_of(stored.rule.code)
    return {
        "stored": stored,
        "rule": stored.rule,
        "badge": badge(stored.rule.severity),
        "scope": scope_words(stored.rule.scope),
        "present": _outcomes(stored.rule),
        "history": past(settings, stored.default),
    }


def _outcomes(shown: Rule) -> list[tuple[Any, str]]:
    return [(outcome, outcome_words(outcome)) for outcome in run_examples(shown)]


def _kind(text: str) -> RuleKind | None:
    return RuleKind(text) if text in set(RuleKind) else None


def _kinds() -> list[tuple[str, list[tuple[str, str]]]]:
    """Kinds by group, each with the address of its form."""
    address = reverse("rule-new")
    return [
        (
            group.label,
            [
                (f"{address}?rodzaj={kind.value}", kind.label)
                for kind, does in KINDS.items()
                if does.group is group
            ],
        )
        for group in Group
    ]
