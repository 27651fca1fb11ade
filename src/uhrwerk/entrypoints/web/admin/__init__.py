"""The administration: people, what time is booked on, who and what may come in, settings, the journal."""
