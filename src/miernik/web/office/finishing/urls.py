"""Addresses of the end of a campaign, under /biuro/kampanie/<uuid>/zakonczenie/."""

from __future__ import annotations

from django.urls import path

from miernik.web.office.finishing import views

urlpatterns = [
    path("", views.finish, name="campaign-finish"),
    path("raport/<slug:code>/", views.report, name="campaign-report"),
    path("zamknij/", views.close, name="campaign-close"),
    path("otworz/", views.reopen, name="campaign-reopen"),
    path("zatwierdz/", views.approve, name="campaign-approve"),
    path("cofnij-zatwierdzenie/", views.withdraw, name="campaign-withdraw-approval"),
    path("opublikuj/", views.publish, name="campaign-publish"),
]
