"""Which community's window has a case: who coordinates gives it to another one's."""
