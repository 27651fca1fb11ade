"""/reports: sums of project time, the entries behind them, and both as files."""
