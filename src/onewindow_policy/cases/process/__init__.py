"""The steps of the guide that a case goes through: who has it, since when, by when."""
