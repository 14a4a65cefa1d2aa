"""Pages about people: members, who is in a photograph, questions to them, and what they answered."""
