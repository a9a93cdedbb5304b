"""How well the columns of exports that nobody listed are recognised."""
