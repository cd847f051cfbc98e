"""What forms and programs of editors carry and say about it."""
