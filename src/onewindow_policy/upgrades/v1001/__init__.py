"""To 1001: what a site needs so that nobody becomes more than they are."""
