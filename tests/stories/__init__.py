"""Stories: what happens in a case, told in files. Each `*.yaml` here is played; README.md says how to write one."""
