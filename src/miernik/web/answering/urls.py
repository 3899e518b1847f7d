"""Addresses of the reporter's pages."""

from __future__ import annotations

from django.urls import path

from miernik.web.answering import saving, views, workbook

urlpatterns = [
    path("odpowiedz/<str:token>/", views.landing, name="answer-link"),
    path("formularz/", views.forms, name="answer-forms"),
    path("formularz/<uuid:identity>/", views.form, name="answer-form"),
    path("formularz/<uuid:identity>/zapis/", saving.autosave, name="answer-save"),
    path("formularz/<uuid:identity>/arkusz/", workbook.workbook, name="answer-workbook"),
    path("formularz/<uuid:identity>/potwierdzenie/", views.receipt, name="answer-receipt"),
    path("formularz/<uuid:identity>/cofnij/", views.withdraw, name="answer-withdraw"),
    path("formularz/<uuid:identity>/koniec/", views.leave, name="answer-leave"),
    path("formularz/<uuid:identity>/zalacznik/<uuid:file>/", views.file, name="answer-file"),
]
