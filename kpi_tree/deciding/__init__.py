"""What to do and what to learn: why a goal moves, what the doubt comes from, the cheapest way.

Questions about forecasts, answered with numpy alone; each answer shows its own error.
"""
