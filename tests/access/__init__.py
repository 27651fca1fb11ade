"""Who may what: every route of every face, a row each, tried by those who may not."""
