"""What people ask for and decide, who is in and who is away, and what is stored about them."""
