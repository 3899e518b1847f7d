"""Addresses of the portal, in Polish and for good."""

from __future__ import annotations

from django.urls import path

from miernik.web.public import editions, texts, unsubscribing, views
from miernik.web.public.consultations import opinion, pages, proposing, results

_work = "strategie/<slug:code>"
_consultation = "konsultacje/<slug:code>"
_draft = f"{_consultation}/projekt/<int:position>"
_indicator = f"{_work}/wskazniki/<slug:beginning>"

urlpatterns = [
    path("", views.home, name="home"),
    path(f"{_work}/", views.work, name="work"),
    path(f"{_work}/tekst/", texts.text, name="work-text"),
    path(f"{_work}/tekst/<int:number>/", texts.version, name="work-text-version"),
    path(f"{_work}/tekst/<int:number>/zmiany/", texts.changes, name="work-text-changes"),
    path(f"{_work}/ciaglosc/", texts.lineage, name="work-lineage"),
    path(f"{_work}/cele/<slug:label>/", views.goal, name="goal"),
    path(f"{_work}/zadania/<str:label>/", views.task, name="task"),
    path(f"{_work}/zmiany/", views.changes, name="changes"),
    path(f"{_indicator}/", views.indicator, name="indicator"),
    path(f"{_indicator}/dane.csv", views.indicator_csv, name="indicator-csv"),
    path(f"{_indicator}/dane.json", views.indicator_json, name="indicator-json"),
    path("realizatorzy/", views.implementers, name="implementers"),
    path("realizatorzy/<slug:beginning>/", views.implementer, name="implementer"),
    path("konsultacje/", pages.consultation_list, name="consultations"),
    path("konsultacje/potwierdzenie/<str:token>/", opinion.receipt, name="consultation-receipt"),
    path(f"{_consultation}/", pages.consultation, name="consultation"),
    path(f"{_consultation}/kalendarz.ics", pages.calendar, name="consultation-calendar"),
    path(f"{_consultation}/opinia/", opinion.opinion, name="consultation-opinion"),
    path(f"{_consultation}/opinia/<slug:key>/usun/", proposing.remove, name="consultation-remove"),
    path(f"{_consultation}/wyniki/", results.results, name="consultation-results"),
    path(
        f"{_consultation}/wyniki/<slug:digest>/",
        results.report_file,
        name="consultation-report-file",
    ),
    path(f"{_consultation}/skutki/", results.effects, name="consultation-effects"),
    path(f"{_draft}/", pages.draft, name="consultation-draft"),
    path(f"{_draft}/ankieta.docx", pages.form_docx, name="consultation-form-docx"),
    path(f"{_draft}/ankieta.pdf", pages.form_pdf, name="consultation-form-pdf"),
    path(f"{_draft}/zmien/<slug:unit>/", proposing.change, name="consultation-change"),
    path(f"{_draft}/dodaj/<slug:unit>/", proposing.add, name="consultation-add"),
    path("szukaj/", views.search_page, name="search"),
    path("zrodla/", views.sources, name="sources"),
    path("zrodla/<slug:beginning>/", views.source, name="source"),
    path("wydania/", editions.editions, name="editions"),
    path("wydania/<slug:beginning>/", editions.edition, name="edition"),
    path("wydania/<slug:beginning>/<str:name>", editions.edition_file, name="edition-file"),
    path("w/", editions.find_number, name="find-number"),
    path("w/<str:identifier>/", editions.number, name="number"),
    path("jak-liczymy/", views.method, name="method"),
    path("dostepnosc/", views.accessibility, name="accessibility"),
    path("wypisz/<str:token>/", unsubscribing.unsubscribe, name="unsubscribe"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
]
