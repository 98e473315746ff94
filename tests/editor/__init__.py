"""What an editor makes of the schemas, with the language server that editors use."""
