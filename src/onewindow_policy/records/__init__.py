"""Records: the SQL side's foundation, on which rooms keep what residents submit."""
