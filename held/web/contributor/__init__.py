"""Pages behind links: sending photographs, answering about one."""
