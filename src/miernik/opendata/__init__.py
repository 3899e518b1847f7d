"""Published data sets with schemas, a catalogue and an API."""
