"""The review of a document: findings, decisions, history, versions. Pure rules."""
