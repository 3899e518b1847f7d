"""Strategies and programmes with identity for life."""
