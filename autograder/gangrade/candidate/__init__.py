"""Our end of the socket: start, ask and end the process that runs a submission."""
