"""Addresses of the portal, in Polish and for good."""

from __future__ import annotations

from django.urls import path

from miernik.web.public import editions, texts, unsubscribing, views

_work = "strategie/<slug:code>"
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
