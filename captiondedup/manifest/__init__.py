"""Writes the rights manifest down: JSON with its schema, tables, and findings for other tools."""
