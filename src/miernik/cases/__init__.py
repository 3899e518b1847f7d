"""The register: people, families, applications, decisions, services."""
