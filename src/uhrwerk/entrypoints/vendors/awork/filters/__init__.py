"""awork's `filterby` and `orderby`: what can be named (`lists`), the words (`tokens`), the grammar (`parser`)."""
