"""What can be wrong with a site that has been built: values in, faults out. Reads no file and writes none."""
