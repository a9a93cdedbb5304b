"""The door: read any export, understand its columns, clean its values; errors are data."""
