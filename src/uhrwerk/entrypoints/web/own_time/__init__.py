"""One's own time: what runs now, a day's entries, the week sheet, the calendar."""
