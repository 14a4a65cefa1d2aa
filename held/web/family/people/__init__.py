"""Pages about members, who is in a photograph, questions to people and their answers."""
