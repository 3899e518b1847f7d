"""Registers of other systems in and out."""
