"""Where the paper of a case is: lists of what goes where (材料交接单)."""
