"""People, institutions, memberships and roles."""
