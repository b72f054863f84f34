package millrace.cluster;

import millrace.cluster.PrimaryEvents.Stream;
import millrace.loop.EventLoop;

/** Brings the output of all workers of an app to its {@link PrimaryEvents}, line by line, through one buffer. */
final class Lines {
    private final byte[] buffer = new byte[64 * 1024];
    private final EventLoop loop;
    private final PrimaryEvents events;

    Lines(EventLoop loop, PrimaryEvents events) {
        this.loop = loop;
        this.events = events;
    }

    /** Reads from a descriptor, owned from now on. */
    OutputPipe pipe(int fd, Worker worker, Stream stream) {
        return new OutputPipe(loop, fd, buffer, (bytes, offset, length, endsLine) ->
                events.output(worker, stream, bytes, offset, length, endsLine));
    }
}
