"""What the kinds of jobs do, a file each; they run in processes of their own, where analyses may be loaded."""
