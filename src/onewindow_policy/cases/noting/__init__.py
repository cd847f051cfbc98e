"""What colleagues note for each other about a case."""
