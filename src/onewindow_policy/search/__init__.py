"""The residents' search: what is public, found as people ask for it."""
