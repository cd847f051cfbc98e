"""What the city settles about its cases, in forms."""
