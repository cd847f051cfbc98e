"""What is asked for a second time, and who hears of it."""
