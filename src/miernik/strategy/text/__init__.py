"""The text of a programme: units with identity for life, drafts, frozen versions, lineage."""
