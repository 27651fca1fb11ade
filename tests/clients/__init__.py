"""Programs as integrators write them: from the vendor's documents alone, with nothing of ours but the base URL."""
