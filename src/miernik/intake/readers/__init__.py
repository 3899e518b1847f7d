"""Readers: one kind of file each, in; headings and table rows with provenance, out."""
