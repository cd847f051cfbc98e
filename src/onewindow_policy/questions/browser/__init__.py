"""The pages of questions to departments."""
