"""`make bench`: what the clock costs over HTTP, beside a bare endpoint of the same framework and beside the disk."""
