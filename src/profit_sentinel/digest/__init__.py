"""Findings become issues: grouping, ranking and wording."""
