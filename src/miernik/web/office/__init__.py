"""The office: import with preview, breaks, corrections, editions."""
