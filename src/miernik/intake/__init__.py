"""Old reports and programmes read into a draft that a person confirms."""
