"""Addresses of these pages."""

from __future__ import annotations

from django.urls import path

from miernik.web.office.privacy import views

urlpatterns = [
    path("", views.home, name="privacy-home"),
    path("sprawdz/", views.check, name="privacy-check"),
    path("dziennik/", views.log, name="privacy-log"),
    path("retencja/", views.retention, name="privacy-retention"),
]
