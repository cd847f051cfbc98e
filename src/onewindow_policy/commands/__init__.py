"""What the commands of operators share: their statuses, and the site that they open."""
