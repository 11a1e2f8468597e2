"""images: see the modules."""
