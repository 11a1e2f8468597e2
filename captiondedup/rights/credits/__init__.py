"""Credits of a caption: names, chains of names, and the places where credit lines stand."""
