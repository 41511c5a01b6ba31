"""What a visitor sees: one folder a section, one script a step, no arithmetic and no SQL."""
