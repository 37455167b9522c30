"""PostgreSQL, Valkey and a mail inbox run from wheels, so that one command is the whole installation."""
