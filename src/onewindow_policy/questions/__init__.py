"""What windows ask the units that decide about a service, and what they are told."""
