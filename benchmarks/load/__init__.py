"""How many requests the service answers, and how soon."""
