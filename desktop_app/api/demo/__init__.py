"""The demo engine: the provider's wire, answered inside the process by a painter without AI."""
