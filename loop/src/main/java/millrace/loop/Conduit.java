package millrace.loop;

import millrace.os.Errno;

/** What a {@link Relay}'s bytes go through: a pipe of the {@link PipePool}, or the loop's buffer without one. */
final class Conduit {
    private SplicePipe pipe;
    private boolean copies;

    /** What has been taken from the source and not been given to the sink. */
    int heldBytes() {
        return pipe == null ? 0 : pipe.heldBytes();
    }

    /**
     * Takes what the source has; what is copied is with the sink at once.
     *
     * @return bytes, 0 at the source's end, or −errno
     */
    long fill(Connection source, Connection sink, long mostBytes) {
        if (source.hasPeerEnded()) {
            return 0;
        }
        copies |= source.tls() != null || sink.tls() != null;
        if (pipe == null && !copies) {
            pipe = sink.loop().watches().pipes().take();
            copies = pipe == null;
        }
        if (!copies) {
            long taken = pipe.fill(source.fd(), mostBytes);
            if (!Errno.EINVAL.is(taken)) {
                return taken;
            }
            copies = true; // A kind of socket that the kernel cannot splice.
        }
        InputBuffer input = sink.loop().input();
        int received = source.receive(input.segment, (int) Math.min(InputBuffer.SIZE, mostBytes));
        if (received > 0) {
            sink.writeRelayed(input.bytes, InputBuffer.HEADROOM, received);
        }
        return received;
    }

    /** Whether so few bytes came at once that the source has no more. */
    boolean isFew(Connection source, long bytes) {
        return copies ? source.isFew((int) bytes, InputBuffer.SIZE) : pipe.isFew(bytes);
    }

    /** Gives the sink what it takes: 0 when that was all, or −errno. */
    long drain(Connection sink) {
        while (heldBytes() > 0) {
            long given = pipe.drain(sink.fd());
            if (given < 0) {
                return given;
            }
        }
        return 0;
    }

    /** Gives the pipe back; the next bytes may find another one. What is still in it is lost. */
    void release(EventLoop loop) {
        if (pipe != null) {
            loop.watches().pipes().give(pipe);
            pipe = null;
        }
        copies = false;
    }
}
