"""An export of WordPress (WXR) becomes the sources of a site, and a list of what needs a person.

Pure: bytes in, values out. Nothing here reads a disk or asks a network; what the files say is believed of no one.
"""
