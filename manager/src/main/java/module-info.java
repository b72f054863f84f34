/** The process manager: keeps apps of any kind running, in PM2's dialect. */
module millrace.manager {
    requires transitive millrace.cluster;
    requires millrace.offload;
    requires com.fasterxml.jackson.core;
    requires org.snakeyaml.engine;
    requires jdk.compiler;

    exports millrace.manager;
    exports millrace.manager.app to
            millrace.cli;
    exports millrace.manager.metrics to
            millrace.cli;
    exports millrace.manager.client;
    exports millrace.manager.config;
    exports millrace.manager.log;
    exports millrace.manager.program;
    exports millrace.manager.survive;
}
