"""Two who edit the same thing: neither writes over the other without knowing it."""
