"""The yearly report: one typed context, many forms."""
