"""Calendar files (RFC 5545), read and written by the libraries that know them, and kept within limits.

The libraries are imported where they are used: a bot that meets no calendar does without their 4 MB.
"""
