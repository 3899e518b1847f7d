"""What changed, and whether it may be said."""
