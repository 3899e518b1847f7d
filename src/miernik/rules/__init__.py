"""Law as dated parameters and small formulas, without Django."""
