/** The event loop: pollers, timers, and the streams that live on it; and the watch that names what holds it up. */
module millrace.loop {
    requires transitive millrace.os;
    requires HdrHistogram;

    // The stall watch asks the JVM for locks and collections, and records events: when something is stuck, not before.
    requires java.management;
    requires jdk.management;
    requires jdk.jfr;

    exports millrace.loop;
    exports millrace.loop.pool;
    exports millrace.loop.stall;
    exports millrace.loop.tls;

    uses millrace.loop.ConnectionSource;
}
