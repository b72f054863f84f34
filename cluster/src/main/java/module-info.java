/** Worker processes in the protocol of Node's {@code cluster} module: that share a port, or take tasks. */
module millrace.cluster {
    requires transitive millrace.loop;
    requires HdrHistogram;
    requires com.fasterxml.jackson.core;

    exports millrace.cluster;
    exports millrace.cluster.work;
    exports millrace.cluster.json to
            millrace.manager,
            millrace.cli;

    uses millrace.cluster.Gate.Maker;

    provides millrace.loop.ConnectionSource with
            millrace.cluster.PrimarySource;
}
