"""What the clock did wrongly, and how whoever oversees cases puts it right."""
