"""rights: see the modules."""
