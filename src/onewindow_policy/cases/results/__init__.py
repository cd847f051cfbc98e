"""Cases for departments with a system of their own: out as a sheet, results back in."""
