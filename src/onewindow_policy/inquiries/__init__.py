"""What people only ask: at a window and on the phone, without an application."""
