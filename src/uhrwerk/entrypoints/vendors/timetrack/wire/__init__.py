"""TimeTrack's names and shapes, a file a kind of thing. Nothing here does anything but map."""
