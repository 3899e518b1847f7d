"""Decisions about proposals, the report of a track and adoption, at the desk."""
