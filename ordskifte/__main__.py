"""`python -m ordskifte`."""

from ordskifte.app.cli import main

if __name__ == "__main__":
    main()
