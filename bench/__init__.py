"""`make bench`, `make bench-peers`, `make bench-scale`: how fast it is, beside what, and what that costs."""
