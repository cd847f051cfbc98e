"""How results come to their persons: chosen, changed, handed out, sent, come back."""
