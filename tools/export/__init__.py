"""What teachers get out of notebooks: `python tools/export` lists the commands."""
