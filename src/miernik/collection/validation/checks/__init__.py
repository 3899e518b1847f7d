"""What each kind of rule looks at."""
