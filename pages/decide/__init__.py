"""Decide: why it would come so, what to learn first, and the cheapest way there."""
