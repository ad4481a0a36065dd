"""What chat programs export, archive or send as records rather than text: a file per program."""
