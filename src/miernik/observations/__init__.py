"""The append-only store of values: indicator, year, institution, breakdown."""
