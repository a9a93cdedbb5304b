"""The HTTP interface: a router per noun, each endpoint one call of a service."""
