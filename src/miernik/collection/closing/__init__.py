"""Closing a campaign: what institutions said becomes the year's values, theirs and the city's."""
