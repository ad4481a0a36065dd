"""What a backup, a restore or a move is doing just now, in words."""

STEPS = {
    "saving": "Saving the tables",
    "saving_files": "Saving the files",
    "checking": "Checking the backup",
    "filling": "Filling the tables",
    "comparing": "Comparing all facts",
}
