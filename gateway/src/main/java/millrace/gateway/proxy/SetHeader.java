package millrace.gateway.proxy;

import millrace.gateway.variable.Template;

/** One {@code proxy_set_header}. */
record SetHeader(String name, Template value) {}
