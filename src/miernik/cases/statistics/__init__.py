"""Distinct counts from the register: the only window for other rooms."""
