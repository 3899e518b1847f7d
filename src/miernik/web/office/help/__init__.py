"""Office pages: help."""
