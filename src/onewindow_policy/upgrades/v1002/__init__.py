"""To 1002, the profile of version 1.0.0: from here on, what was set stays."""
