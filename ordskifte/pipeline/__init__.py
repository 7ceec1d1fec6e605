"""The stages joined: `walk` is the map of the whole program and is read first."""
