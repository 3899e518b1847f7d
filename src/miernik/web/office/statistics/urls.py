"""Addresses of these pages."""

from __future__ import annotations

from django.urls import path

from miernik.web.office.statistics import views

urlpatterns = [
    path("", views.home, name="statistics-home"),
    path("<int:year>/", views.year, name="statistics-year"),
    path("<int:year>/mieszkancy/", views.population, name="statistics-population"),
    path("<int:year>/zapisz/", views.save, name="statistics-save"),
    path("<int:year>/mrips/<str:kind>/", views.mrips, name="statistics-mrips"),
    path("<int:year>/<str:cell>/", views.cell, name="statistics-cell"),
]
