"""A site and one target become bytes. Knows how pages look and read, not which pages there are or where files go."""
