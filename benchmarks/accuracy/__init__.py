"""How often the findings are right, on simulated chains whose truth is known."""
