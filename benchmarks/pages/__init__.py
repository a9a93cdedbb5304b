"""How quick the pages are in a real browser."""
