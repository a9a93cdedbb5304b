"""The language leaks are written in: a leak, the facts it may read, and a few expressions."""
