"""The queue in Redis: the connection, messages, heartbeats."""
