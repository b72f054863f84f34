/** The load tester: a run of requests against a server, and what it tells. */
module millrace.bench {
    requires transitive millrace.loop;
    requires millrace.http;
    requires millrace.regex;
    requires com.fasterxml.jackson.core;
    requires org.snakeyaml.engine;
    requires HdrHistogram;

    exports millrace.bench;
    exports millrace.bench.client;
    exports millrace.bench.capacity;
    exports millrace.bench.compare;
    exports millrace.bench.load;
    exports millrace.bench.measure;
    exports millrace.bench.page;
    exports millrace.bench.report;
    exports millrace.bench.scenario;
    exports millrace.bench.threshold;
}
