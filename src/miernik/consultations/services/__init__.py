"""What people do in a consultation; each step is one function."""
