"""Simulate: what we could do, and what would come of it."""
