"""What the pages of every room are made of."""
