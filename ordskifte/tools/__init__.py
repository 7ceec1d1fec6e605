"""What people run beside a build: catalogs, translations, deploying. Knows every room but the command line's."""
