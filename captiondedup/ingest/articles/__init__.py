"""articles: see the modules."""
