"""Share: who may do what with the plan, what was said of it, how it came to be."""
