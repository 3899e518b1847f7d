"""Pseudonyms that the city holds: keys in force, sets received, counted and destroyed."""
