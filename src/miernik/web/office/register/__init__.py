"""Office pages: register."""
