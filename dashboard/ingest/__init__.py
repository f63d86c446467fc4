"""From the bytes of a file to clean rows and a complete list of problems; stores nothing."""
