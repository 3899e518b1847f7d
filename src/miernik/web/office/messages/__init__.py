"""Letters to institutions at the desk: log, templates, jobs, files that came by post."""
