"""Reports, frozen editions and errata."""
