"""Pure analysis of changes: numbers in, verdicts and Polish sentences out. No Django here."""
