"""ingest: see the modules."""
