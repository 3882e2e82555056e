"""Takes a request from the journal to the wire to a saved picture; asyncio, no Qt."""
