"""Reading a register from another system at the desk."""
