"""The story: one conversation from a question to a reminder, played on phones and printed as a transcript."""
