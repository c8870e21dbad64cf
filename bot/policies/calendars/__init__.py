"""Calendar files (RFC 5545), read and written by the libraries that know them, and kept within limits."""
