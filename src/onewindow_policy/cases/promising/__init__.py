"""What applicants promise (容缺受理), and what becomes of who does not keep it."""
