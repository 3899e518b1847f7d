"""Reading old reports and programmes into a previewed draft."""
