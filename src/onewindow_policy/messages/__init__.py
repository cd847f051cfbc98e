"""What the portal writes to people: kept with what it tells, sent by the clock."""
