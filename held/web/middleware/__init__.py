"""Our middleware: headers, request bodies, a full disk, the request log, the address, the visit."""
