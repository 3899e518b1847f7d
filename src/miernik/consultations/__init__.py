"""Public consultations of drafts, from notice to report."""
