"""Miernik: a city's social policy, from the text of a strategy to figures that can be trusted."""

__version__ = "0.1.0"
