"""What runs out: results with an end, or checked again each year, and renewing them."""
