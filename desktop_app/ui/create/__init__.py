"""The Create panel: from a prompt and its settings to a request."""
