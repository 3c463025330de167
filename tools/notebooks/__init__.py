"""What authors do with notebooks: `python tools/notebooks` lists the commands."""
