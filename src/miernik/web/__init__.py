"""Public portal and office desk."""
