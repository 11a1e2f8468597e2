"""captiondedup: photo credits, usage restrictions and duplicate photographs of news articles."""
