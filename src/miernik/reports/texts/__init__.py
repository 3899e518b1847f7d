"""Texts of programmes as files: clean, with tracked changes, and as a consultation form."""
