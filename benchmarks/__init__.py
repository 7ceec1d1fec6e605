"""What a build costs, beside its peers and beside the least that it could cost."""
