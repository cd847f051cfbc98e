"""Where staff work: what waits for them, and the lists that they work through."""
