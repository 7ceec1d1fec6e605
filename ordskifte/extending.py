"""What a site's own Python may rely on: these names, and no others. Nothing in the program imports this module."""

from ordskifte.app.cli import main
from ordskifte.model.config import Config
from ordskifte.model.document import Kind
from ordskifte.model.site import Entry, Page, Profile, Site, Target
from ordskifte.model.text import Html, LanguageLost, Text
from ordskifte.render.queries import Ground
from ordskifte.render.renderers import Renderer
from ordskifte.render.templates import Templates
from ordskifte.render.view import View

__all__ = [
    "Config",
    "Entry",
    "Ground",
    "Html",
    "Kind",
    "LanguageLost",
    "Page",
    "Profile",
    "Renderer",
    "Site",
    "Target",
    "Templates",
    "Text",
    "View",
    "main",
]
