"""Search over kept records: conditions as a tree (`tree`), what can be asked of a table (`members`), its SQL (`sql`),
pages of what is found (`pages`)."""
