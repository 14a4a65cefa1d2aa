"""The keys of sealed words and photographs."""
