"""The reporter's pages: a form opened by a personal link or by an account."""
