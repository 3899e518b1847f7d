"""Rules of the act, one file a subject; each written once for one family and for many."""
