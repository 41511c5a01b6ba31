"""What stands before the pages: who may reach them, with which headers, by which doors."""
