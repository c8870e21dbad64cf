"""Documents to read and to print: made from plain values, knowing neither the database nor Telegram."""
