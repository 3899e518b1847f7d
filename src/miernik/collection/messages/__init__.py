"""Messages to institutions and to the coordinator: words, queue, sending."""
