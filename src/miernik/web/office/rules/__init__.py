"""Office pages: the rules by which forms are checked."""
