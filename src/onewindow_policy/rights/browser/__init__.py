"""Pages of requests of persons about their own data."""
