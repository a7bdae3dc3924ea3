"""Rasa as it comes, made into an assistant of the same data and content: what Vejviser is measured against."""
