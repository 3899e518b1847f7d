"""From an application to a decision and its payments."""
