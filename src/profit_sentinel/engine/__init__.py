"""Binds the catalogue to a frame: facts, findings, each dollar once, the list that stops."""
