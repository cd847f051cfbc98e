"""The pages of inquiries, all for staff."""
