"""Webhooks: which events there are, where they may be sent, how, and when again; no store."""
