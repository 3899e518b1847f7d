"""The append-only store of values."""
