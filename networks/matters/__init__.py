"""What waits for people in networks, for "Mi espacio": a module for each kind of matter."""
