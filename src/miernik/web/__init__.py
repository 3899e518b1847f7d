"""The portal, the office and the command line."""
