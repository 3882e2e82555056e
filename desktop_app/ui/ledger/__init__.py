"""What pictures cost: the window of costs, and the month's budget."""
