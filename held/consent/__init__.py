"""Whether each person pictured agrees: a state for each person, picture and scope, changed only by steps of a table."""
