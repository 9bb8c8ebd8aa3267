"""What happened, when, where and to whom, according to whom."""
