"""Small independent passes over a procedure that was built: each looks for one kind of mistake."""
