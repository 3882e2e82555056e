"""The panel on the right: how a picture was made, or what became of a job."""
