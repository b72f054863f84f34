package millrace.gateway.server;

import millrace.gateway.config.Scope;

/** A name that a client has asked for in its handshake, in lower case, and whose it is. */
record ServedName(String name, Scope server) {}
