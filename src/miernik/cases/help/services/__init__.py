"""What is done with help, by subject: one module each."""
