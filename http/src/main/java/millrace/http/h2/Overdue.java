package millrace.http.h2;

/** Ends the streams of a connection for which a client has taken too long. */
final class Overdue {
    private Overdue() {}

    /**
     * @param moved whether the connection has taken something since this was asked last
     * @param patienceNanos what is usual
     */
    static void look(Http2Session session, boolean moved, long patienceNanos) {
        long now = session.nowNanos();
        for (Http2Stream stream : session.streams.all()) {
            if (!stream.isOpen()) {
                continue; // What went before has ended it.
            }
            if (moved && stream.queued) {
                stream.movedNanos = now; // A client that reads slowly does read: this one's turn will come.
            }
            long patience = stream.user().patienceNanos(patienceNanos);
            boolean late = patience > 0 && now - stream.movedNanos >= patience;
            if (late && stream.localEnded && stream.isReleased()) {
                session.reset(stream, ErrorCode.NO_ERROR);
            } else if (late && (stream.hasOutput() || stream.queued)) {
                session.broken(stream, ErrorCode.CANCEL, Abuse.STALLED);
            } else {
                stream.user().timeUp(now);
            }
        }
    }
}
