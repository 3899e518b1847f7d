"""Office pages: privacy."""
