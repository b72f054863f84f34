package millrace.http.h2;

/** Takes the frames of a connection, and does what those say that are no heads. For the loop's thread only. */
final class Control implements FrameHandler {
    private static final int SETTING_BYTES = 6;

    private final Http2Session session;
    private final FrameWriter out;
    private final PeerSettings peer;
    private final BlockReader blocks;

    /** Whose DATA is being read; {@code null} when it is nobody's. */
    private Http2Stream receiving;

    private boolean endsStream;

    Control(Http2Session session, FrameWriter out, PeerSettings peer, BlockReader blocks) {
        this.session = session;
        this.out = out;
        this.peer = peer;
        this.blocks = blocks;
    }

    /** The server's half of the preface (RFC 9113 section 3.4). */
    void introduce(int mostListBytes) {
        Http2Limits limits = session.limits;
        out.settings(PeerSettings.MAX_CONCURRENT_STREAMS, limits.streams(),
                PeerSettings.INITIAL_WINDOW_SIZE, limits.streamWindowBytes(),
                PeerSettings.MAX_HEADER_LIST_SIZE, mostListBytes,
                PeerSettings.ENABLE_CONNECT_PROTOCOL, limits.tunnels() ? 1 : 0);
        if (limits.connectionWindowBytes() > Http2Limits.FIRST_WINDOW) {
            out.windowUpdate(0, limits.connectionWindowBytes() - Http2Limits.FIRST_WINDOW);
        }
    }

    /** The client's: it wants nothing pushed. */
    void introduceClient() {
        Http2Limits limits = session.limits;
        out.preface();
        out.settings(PeerSettings.ENABLE_PUSH, 0, PeerSettings.INITIAL_WINDOW_SIZE, limits.streamWindowBytes());
        out.windowUpdate(0, limits.connectionWindowBytes() - Http2Limits.FIRST_WINDOW);
    }

    int peerWindow() {
        return peer.window;
    }

    boolean isWithinHead() {
        return blocks.isOpen();
    }

    @Override
    public void broken(int code, String why) {
        session.fail(code, why);
    }

    @Override
    public boolean frame(int type, int flags, int id, byte[] b, int from, int to) {
        if (blocks.isOpen() && type != Frames.CONTINUATION) {
            return session.fail(ErrorCode.PROTOCOL_ERROR, "a field block is interrupted");
        }
        boolean on = switch (type) {
            case Frames.HEADERS -> blocks.headers(flags, id, b, from, to);
            case Frames.CONTINUATION -> blocks.continuation(flags, id, b, from, to);
            case Frames.PRIORITY -> priority(id, b, from, to);
            case Frames.RST_STREAM -> reset(id, b, from, to);
            case Frames.SETTINGS -> settings(flags, id, b, from, to);
            case Frames.PING -> ping(flags, id, b, from, to);
            case Frames.GOAWAY -> goAway(id, b, from, to);
            case Frames.WINDOW_UPDATE -> windowUpdate(id, b, from, to);
            default -> session.spend(Abuse.IDLE_FRAMES);
        };
        return on && !session.isOver();
    }

    /** Whether a stream has never been there. */
    private boolean isIdle(int id) {
        return (id & 1) == 0 || id > session.streams.lastId();
    }

    /** What it says is of no account any more (section 5.3.2). */
    private boolean priority(int id, byte[] b, int from, int to) {
        if (id == 0) {
            return session.fail(ErrorCode.PROTOCOL_ERROR, "PRIORITY of no stream");
        }
        if (to - from != 5) {
            return session.streamError(id, ErrorCode.FRAME_SIZE_ERROR);
        }
        return Frames.number31(b, from) == id
                ? session.streamError(id, ErrorCode.PROTOCOL_ERROR)
                : session.spend(Abuse.IDLE_FRAMES);
    }

    private boolean reset(int id, byte[] b, int from, int to) {
        if (to - from != 4) {
            return session.fail(ErrorCode.FRAME_SIZE_ERROR, "RST_STREAM of another size");
        }
        if (isIdle(id)) {
            return session.fail(ErrorCode.PROTOCOL_ERROR, "RST_STREAM of a stream that is not there");
        }
        Http2Stream stream = session.streams.get(id);
        return stream == null ? session.spend(Abuse.IDLE_FRAMES) : session.resetByPeer(stream, Frames.number(b, from));
    }

    private boolean settings(int flags, int id, byte[] b, int from, int to) {
        boolean ack = (flags & Frames.ACK) != 0;
        if (id != 0) {
            return session.fail(ErrorCode.PROTOCOL_ERROR, "SETTINGS of a stream");
        }
        if (ack ? from != to : (to - from) % SETTING_BYTES != 0) {
            return session.fail(ErrorCode.FRAME_SIZE_ERROR, "SETTINGS of another size");
        }
        if (!session.spend(Abuse.SETTINGS_FLOOD)) {
            return false;
        }
        if (ack) {
            return true;
        }
        long before = peer.window;
        for (int p = from; p < to; p += SETTING_BYTES) {
            int error = peer.set((b[p] & 0xff) << 8 | b[p + 1] & 0xff, Frames.number(b, p + 2));
            if (error != 0) {
                return session.fail(error, "a setting cannot have this value");
            }
        }
        out.settingsAck();
        session.sender.settingsChanged();
        if (peer.window != before) {
            for (Http2Stream stream : session.streams.all()) {
                if (stream.isOpen() && !session.sender.widen(stream, peer.window - before)) {
                    return session.fail(ErrorCode.FLOW_CONTROL_ERROR, "a window is too large");
                }
            }
        }
        return true;
    }

    private boolean ping(int flags, int id, byte[] b, int from, int to) {
        if (id != 0) {
            return session.fail(ErrorCode.PROTOCOL_ERROR, "PING of a stream");
        }
        if (to - from != 8) {
            return session.fail(ErrorCode.FRAME_SIZE_ERROR, "PING of another size");
        }
        if ((flags & Frames.ACK) != 0) {
            session.departure.answered(b, from);
            return session.spend(Abuse.PING_FLOOD);
        }
        if (!session.spend(Abuse.PING_FLOOD)) {
            return false;
        }
        out.ping(Frames.ACK, b, from);
        return true;
    }

    /** The client will not ask again, or the server not be asked. */
    private boolean goAway(int id, byte[] b, int from, int to) {
        if (id != 0) {
            return session.fail(ErrorCode.PROTOCOL_ERROR, "GOAWAY of a stream");
        }
        if (to - from < 8) {
            return session.fail(ErrorCode.FRAME_SIZE_ERROR, "GOAWAY of another size");
        }
        if (session.client) {
            session.departure.peerLeaves(Frames.number31(b, from));
        } else {
            session.close();
        }
        return true;
    }

    private boolean windowUpdate(int id, byte[] b, int from, int to) {
        if (to - from != 4) {
            return session.fail(ErrorCode.FRAME_SIZE_ERROR, "WINDOW_UPDATE of another size");
        }
        if (!session.spend(Abuse.WINDOW_FLOOD)) {
            return false;
        }
        int more = Frames.number31(b, from);
        if (id == 0) {
            if (more == 0) {
                return session.fail(ErrorCode.PROTOCOL_ERROR, "WINDOW_UPDATE by nothing");
            }
            return session.sender.widen(more) || session.fail(ErrorCode.FLOW_CONTROL_ERROR, "a window is too large");
        }
        if (isIdle(id)) {
            return session.fail(ErrorCode.PROTOCOL_ERROR, "WINDOW_UPDATE of a stream that is not there");
        }
        Http2Stream stream = session.streams.get(id);
        if (stream == null) {
            return true;
        }
        if (more == 0) {
            return session.streamError(id, ErrorCode.PROTOCOL_ERROR);
        }
        return session.sender.widen(stream, more) || session.streamError(id, ErrorCode.FLOW_CONTROL_ERROR);
    }

    @Override
    public boolean dataBegins(int flags, int id, int length, int padding) {
        receiving = null;
        endsStream = (flags & Frames.END_STREAM) != 0;
        if (blocks.isOpen() || isIdle(id)) {
            return session.fail(ErrorCode.PROTOCOL_ERROR, "DATA out of place");
        }
        if (!session.incoming.receives(length)) {
            return session.fail(ErrorCode.FLOW_CONTROL_ERROR, "more DATA than the connection's window allows");
        }
        session.incoming.credit(padding);
        int data = length - padding;
        if (data == 0 && !endsStream && !session.spend(Abuse.EMPTY_FRAMES)) {
            return false;
        }
        Http2Stream stream = session.streams.get(id);
        if (stream != null && !stream.headTold && !stream.remoteEnded) {
            blocks.begin();
            stream = session.streams.get(id);
        }
        if (stream == null) {
            return session.streams.wasResetHere(id) || session.streamError(id, ErrorCode.STREAM_CLOSED);
        }
        int error = fault(stream, length, data);
        if (error == ErrorCode.PROTOCOL_ERROR && stream.answersMalformed()) {
            return true;
        }
        if (error != 0) {
            return session.streamError(id, error);
        }
        stream.owedWindow += padding;
        receiving = stream;
        return true;
    }

    private int fault(Http2Stream stream, int length, int data) {
        if (stream.remoteEnded) {
            return ErrorCode.STREAM_CLOSED;
        }
        if (session.client && !stream.headTold) {
            return ErrorCode.PROTOCOL_ERROR;
        }
        stream.receiveWindow -= length;
        if (stream.receiveWindow < 0) {
            return ErrorCode.FLOW_CONTROL_ERROR;
        }
        if (stream.expectedBytes >= 0) {
            stream.expectedBytes -= data;
            if (stream.expectedBytes < 0 || endsStream && stream.expectedBytes > 0) {
                return ErrorCode.PROTOCOL_ERROR;
            }
        }
        return 0;
    }

    @Override
    public void allRead() {
        blocks.begin();
    }

    @Override
    public boolean data(byte[] b, int from, int to) {
        if (receiving != null && receiving.isOpen()) {
            receiving.receive(b, from, to);
        } else {
            session.incoming.credit(to - from);
        }
        return !session.isOver();
    }

    @Override
    public boolean dataEnds() {
        Http2Stream stream = receiving;
        receiving = null;
        if (stream != null && stream.isOpen() && endsStream) {
            stream.remoteEnd(null);
            session.closeIfEnded(stream);
        }
        return !session.isOver();
    }
}
