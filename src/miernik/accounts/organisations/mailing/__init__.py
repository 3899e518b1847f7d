"""Mailings to organisations: preparing, sending, unsubscribing."""
