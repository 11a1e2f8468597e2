"""manifest: see the modules."""
