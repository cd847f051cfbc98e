"""What nobody asks for: jobs that are due, done once whatever process has the time."""
