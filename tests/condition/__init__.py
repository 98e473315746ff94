"""What is true of the language of conditions; the files mirror engine/condition."""
