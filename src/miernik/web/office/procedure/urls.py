"""Addresses of the procedure: work list, cases, decisions, payments, what-if."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from miernik.web.office.procedure import (
    casefile,
    decisions,
    drafting,
    newcases,
    payments,
    whatif,
    worklist,
)

_CASE = "sprawa/<uuid:identity>/"
_DECISION = "decyzja/<uuid:identity>/"
_GRANT = "swiadczenie/<uuid:identity>/"

urlpatterns: list[URLPattern] = [
    path("", worklist.worklist, name="worklist"),
    path("nowa/", newcases.find, name="case-find"),
    path("nowa/<uuid:identity>/", newcases.new_application, name="case-new"),
    path(_CASE, casefile.case, name="case"),
    path(_CASE + "wywiad/", casefile.interview, name="case-interview"),
    path(_CASE + "wycofaj/", casefile.withdraw, name="case-withdraw"),
    path(_CASE + "projekt/<slug:benefit>/<uuid:person>/", drafting.draft, name="case-draft"),
    path("rodzina/<uuid:identity>/wywiad/", casefile.update, name="interview-update"),
    path("rodzina/<uuid:identity>/co-gdyby/", whatif.family, name="what-if-family"),
    path(_DECISION, decisions.decision, name="decision"),
    path(_DECISION + "popraw/", drafting.revise, name="decision-revise"),
    path(_DECISION + "podpisz/", decisions.issue, name="decision-issue"),
    path(_DECISION + "usun/", decisions.discard, name="decision-discard"),
    re_path(
        r"^decyzja/(?P<identity>[0-9a-f-]{36})/pismo\.(?P<file_format>pdf|docx)$",
        decisions.letter,
        name="decision-letter",
    ),
    path(_GRANT + "zmiana/", drafting.change, name="grant-change"),
    path(_GRANT + "potracenie/", decisions.set_off_payments, name="grant-set-off"),
    path("wyplaty/", payments.payments, name="payments"),
    path("wyplaty/dopisz/", payments.plan_on, name="payments-plan"),
    path("co-gdyby/", whatif.register, name="what-if"),
]
