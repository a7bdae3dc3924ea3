"""Measures the running assistant beside Rasa as it comes; apart from the tests, because it takes its time."""
