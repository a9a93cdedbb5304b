"""From an issue to a person who acts on it: tasks. No input or output."""
