"""Addresses of the office."""

from __future__ import annotations

from django.urls import include, path

from miernik.web.office import breaks, editions, importing, values, views

urlpatterns = [
    path("", views.home, name="office-home"),
    path("dokumenty/", importing.imports, name="imports"),
    path("dokumenty/<uuid:identity>/", importing.one_import, name="import"),
    path("dokumenty/<uuid:identity>/pole/", importing.field, name="import-field"),
    path("dokumenty/<uuid:identity>/zapisz/", importing.confirm, name="import-confirm"),
    path("dokumenty/<uuid:identity>/plik/", importing.original, name="import-file"),
    path("dokumenty/<uuid:identity>/<slug:name>/", importing.step, name="import-step"),
    path("konsultacje/", include("miernik.web.office.deciding.urls")),
    path("teksty/", include("miernik.web.office.texts.urls")),
    path("konsultacje/", include("miernik.web.office.consultations.urls")),
    path("przerwy/", breaks.breaks, name="breaks"),
    path("przerwy/szukaj/", breaks.look_for_breaks, name="look-for-breaks"),
    path("przerwy/<uuid:identity>/", breaks.one_break, name="break"),
    path("przerwy/<uuid:identity>/cofnij/", breaks.reopen, name="break-reopen"),
    path("wskazniki/", values.indicators, name="office-indicators"),
    path("wskazniki/<slug:beginning>/", values.indicator, name="office-indicator"),
    path("wskazniki/<slug:beginning>/<int:year>/", values.correct, name="correct"),
    path("wydania/", editions.editions, name="office-editions"),
    path("wydania/<slug:code>/<int:year>/", editions.publish, name="publish"),
    path("wydania/<uuid:identity>/errata/", editions.errata, name="errata"),
    path("kampanie/<uuid:identity>/zakonczenie/", include("miernik.web.office.finishing.urls")),
    path("zdarzenia/", views.events, name="events"),
    path("kampanie/reguly/", include("miernik.web.office.rules.urls")),
    path("", include("miernik.web.office.messages.urls")),
    path("kampanie/", include("miernik.web.office.campaigns.urls")),
    path("organizacje/", include("miernik.web.office.organisations.urls")),
    path("rejestr/", include("miernik.web.office.register.urls")),
    path("sprawy/", include("miernik.web.office.procedure.urls")),
    path("pomoc/", include("miernik.web.office.help.urls")),
    path("statystyki/", include("miernik.web.office.statistics.urls")),
    path("dane-osobowe/", include("miernik.web.office.privacy.urls")),
    path("wczytanie-rejestru/", include("miernik.web.office.exchange.urls")),
    path("galeria/", views.gallery, name="gallery"),
]
