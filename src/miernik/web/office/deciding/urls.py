"""Addresses of decisions, reports and adoption in the office."""

from __future__ import annotations

from django.urls import path

from miernik.web.office.deciding import adopting, cards, deciding, reporting

_DRAFT = "<slug:code>/rozstrzygniecia/<int:position>/"
_REPORT = "<slug:code>/sprawozdanie/<slug:kind>/"

urlpatterns = [
    path(_DRAFT, cards.cards_page, name="consultation-cards"),
    path(f"{_DRAFT}rozstrzygnij/", deciding.decide_page, name="consultation-decide"),
    path(f"{_DRAFT}podglad/<slug:unit>/", deciding.preview, name="consultation-preview"),
    path(f"{_DRAFT}zatwierdz/", cards.approve_all, name="consultation-approve-all"),
    path(
        f"{_DRAFT}decyzje/<uuid:identity>/zatwierdz/",
        cards.approve_one,
        name="consultation-approve",
    ),
    path(
        f"{_DRAFT}decyzje/<uuid:identity>/wycofaj/",
        deciding.withdraw_one,
        name="consultation-withdraw",
    ),
    path(f"{_DRAFT}wersja/", adopting.next_version, name="consultation-next-version"),
    path(f"{_DRAFT}uchwala/", adopting.adoption, name="consultation-adopt"),
    path(f"{_DRAFT}wynik/", adopting.results, name="office-consultation-traces"),
    path(f"{_DRAFT}pakiet/", adopting.council_package, name="consultation-package"),
    path(_REPORT, reporting.report, name="consultation-report"),
    path(f"{_REPORT}zamroz/", reporting.freeze, name="consultation-freeze"),
    path(f"{_REPORT}skan/", reporting.scan, name="consultation-scan"),
    path(f"{_REPORT}otworz/", reporting.reopen, name="consultation-reopen"),
    path(
        f"{_REPORT}pliki/<uuid:identity>/<int:place>/",
        reporting.download,
        name="office-report-file",
    ),
]
