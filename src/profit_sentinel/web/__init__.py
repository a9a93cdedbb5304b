"""The web pages: a module per noun, templates, and a style of our own. They call services only."""
