/** The gateway: a reverse proxy and load balancer that reads {@code nginx.conf}. */
module millrace.gateway {
    requires transitive millrace.http;
    requires millrace.regex;
    requires millrace.offload;
    requires java.logging;

    exports millrace.gateway;
    exports millrace.gateway.balance to
            millrace.cli;
    exports millrace.gateway.config;
    exports millrace.gateway.config.check;
    exports millrace.gateway.exchange;
    exports millrace.gateway.log;
    exports millrace.gateway.pattern;
    exports millrace.gateway.port;
    exports millrace.gateway.process;
    exports millrace.gateway.server;
    exports millrace.gateway.variable;
}
