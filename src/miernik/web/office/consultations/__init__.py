"""Consultations at the desk: preparing, announcing, notices, the register of opinions."""
