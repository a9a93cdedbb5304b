"""The catalogue of leaks: one declaration per file."""
