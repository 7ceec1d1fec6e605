"""One text becomes one value, with the places its problems are told at. Nothing here knows of another file."""
