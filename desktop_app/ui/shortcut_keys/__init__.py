"""The keys of the window as a person has them: the table, the screen that changes it, and what goes by it."""
