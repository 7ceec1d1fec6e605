"""Ordskifte: Markdown in more than one language becomes the site of a magazine."""

__version__ = "0.1.0"
