"""Reports: their sums, who reads them, their pages and files."""
