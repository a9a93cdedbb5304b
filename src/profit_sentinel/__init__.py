"""Profit Sentinel finds the money a retailer is losing, explains it, and ranks what to do."""

__version__ = "0.13.0"
