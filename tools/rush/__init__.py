"""The last minutes before the deadline, played by real HTTP against a real server process."""
