"""Public notices (公示) on the web, where the city wants that: as long as they hang."""
