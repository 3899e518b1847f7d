"""Pages of consultations for everybody: reading a draft, proposing changes, results."""
