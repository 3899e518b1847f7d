"""Yearly campaigns in which institutions answer."""
