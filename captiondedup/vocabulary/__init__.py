"""vocabulary: see the modules."""
