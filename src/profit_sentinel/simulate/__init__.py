"""The chain simulator: stores day by day, true stock and book stock apart."""
