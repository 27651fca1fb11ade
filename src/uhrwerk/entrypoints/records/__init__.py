"""Records for an inspection: the files that leave the house, and how one that comes back is checked."""
