"""Strategies and programmes as living, versioned texts."""
