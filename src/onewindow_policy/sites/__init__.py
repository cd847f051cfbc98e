"""Sites: how one comes to be, and how it is served."""
