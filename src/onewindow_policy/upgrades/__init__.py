"""From each former version of a site to the next: a folder for each."""
