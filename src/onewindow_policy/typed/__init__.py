"""What people type, brought into one shape: texts, numbers, documents, phones, names."""
