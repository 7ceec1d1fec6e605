"""The composition root of this site: what is added to Ordskifte stands here; the rest is `python build.py --help`."""

from ordskifte.app.cli import main

if __name__ == "__main__":
    main()
