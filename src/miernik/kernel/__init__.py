"""Polish numbers, text, dates and money, exact and without Django."""
