"""HTML pages: a tree, its passages of text, its pictures, and the photos among them."""
