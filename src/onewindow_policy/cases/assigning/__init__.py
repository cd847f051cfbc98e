"""Who sees to a case (首问负责): taking it on, handing it over to who accepts it."""
