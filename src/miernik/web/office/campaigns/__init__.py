"""Office pages: campaigns, the yearly collection from the coordinator's side."""
