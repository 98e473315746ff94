"""What the looking commands show: pure functions from agendas and logs to sheets, which `cli.render` draws."""
