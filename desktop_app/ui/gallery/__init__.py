"""The grid: days, pictures and jobs, painted by hand over computed geometry."""
