"""Persons, families, incomes, reasons: recording and finding them."""
