"""Office pages: procedure."""
