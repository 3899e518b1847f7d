"""Building the report's context from the store, and reading editions."""
