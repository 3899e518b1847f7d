"""Addresses of the office."""

from __future__ import annotations

from django.urls import path

from miernik.web.office import views

urlpatterns = [
    path("", views.home, name="office-home"),
    path("galeria/", views.gallery, name="gallery"),
]
