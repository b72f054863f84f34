/** The event loop: pollers, timers, and the streams that live on it. */
module millrace.loop {
    requires transitive millrace.os;
    requires HdrHistogram;

    exports millrace.loop;
    exports millrace.loop.pool;

    uses millrace.loop.ConnectionSource;
}
