"""The devices that residents use: their own, and those that several people share."""
