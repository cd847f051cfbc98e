"""Closed cases as packages that are readable without this software (归档)."""
