"""Whether the program itself is well, for who runs it: queues, workers, what runs by itself, failures, figures."""
