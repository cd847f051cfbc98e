"""The wording of papers, in the hands of a city."""
