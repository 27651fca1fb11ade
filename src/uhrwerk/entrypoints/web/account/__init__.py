"""One's own account: the profile, and how one signs in."""
