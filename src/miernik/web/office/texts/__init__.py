"""The text of programmes at the desk: reading, editing by unit, versions, lineage."""
