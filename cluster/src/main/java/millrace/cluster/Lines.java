package millrace.cluster;

import millrace.cluster.PrimaryEvents.Stream;
import millrace.loop.EventLoop;

/** Brings the output of all workers of an app to its {@link PrimaryEvents}, whole lines at a time, through one buffer. */
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
        return new OutputPipe(loop, fd, buffer, new LineSplitter.Sink() {
            @Override
            public void line(byte[] bytes, int offset, int length, boolean endsLine) {
                events.output(worker, stream, bytes, offset, length, endsLine);
            }

            @Override
            public void lines(byte[] bytes, int offset, int length) {
                events.outputLines(worker, stream, bytes, offset, length);
            }
        });
    }
}
