"""The nouns. A value here is immutable and knows nothing of the rooms that make or use it."""
