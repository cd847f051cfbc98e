"""Rights of the person about whom records speak: a copy, a correction, an erasure."""
