"""The forms in which people tell a case and decide about it."""
