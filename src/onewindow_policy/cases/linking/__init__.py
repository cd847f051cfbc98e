"""Applications that are made from an earlier one, and how both know of each other."""
