"""Reads credits and restrictions out of captions and rights fields, and reconciles them."""
