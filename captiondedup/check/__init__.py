"""Weighs photos against a publication profile: rules, findings, decisions, waivers."""
