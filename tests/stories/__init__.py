"""Stories: what happens in a case, told in files. Each `*.yaml` here is played; how to write one: tests/stories/README.md."""
