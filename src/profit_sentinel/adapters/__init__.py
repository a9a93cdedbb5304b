"""What is replaceable: services of others, each behind a small interface."""
