"""What people touch: the command line, the console, the watcher and the server."""
