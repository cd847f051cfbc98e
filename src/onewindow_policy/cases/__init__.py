"""Cases: what residents submit, from the receipt to the outcome."""
