"""How long the desk's pages take with 100,000 posts stored, and the log's first page and search with 1,000,000."""
