"""PDF files that somebody sends: whether those who need them can open them, and whether
they do anything but show pages."""
