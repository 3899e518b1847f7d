"""Office pages: statistics."""
