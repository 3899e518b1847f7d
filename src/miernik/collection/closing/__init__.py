"""Closing a campaign: what the institutions said becomes the year's values, theirs and the city's."""
