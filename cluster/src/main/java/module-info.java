/** A primary and workers that share a port, in the protocol of Node's {@code cluster} module. */
module millrace.cluster {
    requires transitive millrace.loop;
    requires com.fasterxml.jackson.core;

    exports millrace.cluster;

    provides millrace.loop.ConnectionSource with
            millrace.cluster.PrimarySource;
}
