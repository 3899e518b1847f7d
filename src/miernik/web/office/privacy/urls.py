"""Addresses of these pages."""

from __future__ import annotations

from django.urls import path

from miernik.web.office.privacy import pseudonyms, views

urlpatterns = [
    path("", views.home, name="privacy-home"),
    path("sprawdz/", views.check, name="privacy-check"),
    path("dziennik/", views.log, name="privacy-log"),
    path("retencja/", views.retention, name="privacy-retention"),
    path("pseudonimy/", pseudonyms.home, name="privacy-pseudonyms"),
    path("pseudonimy/<int:campaign>/klucz/", pseudonyms.register, name="privacy-key-register"),
    path("pseudonimy/<int:campaign>/uniewaznij/", pseudonyms.revoke, name="privacy-key-revoke"),
    path("pseudonimy/<int:campaign>/zniszcz/", pseudonyms.destroy, name="privacy-destroy"),
]
