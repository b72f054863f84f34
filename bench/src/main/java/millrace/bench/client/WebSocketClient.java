package millrace.bench.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;
import millrace.loop.Connection;
import millrace.loop.EventLoop;

/**
 * A client of a server that sends messages back: opens a WebSocket, and the echo of a message is its answer, counted with
 * the status 200 and compared with what was sent. Echoes come in order. A message allocates nothing. The loop's thread.
 */
final class WebSocketClient extends DialingClient implements WebSocketScanner.Sink, AnswerReader {
    private static final int SWITCHED = 101;
    private static final int ECHOED = 200;
    private static final int KEY_BYTES = 16;
    private static final byte[] NORMAL = {0x03, (byte) 0xe8}; // 1000
    private static final byte[] NOTHING = {};

    private final AnswerScanner opening = new AnswerScanner(null);
    private final WebSocketScanner scanner = new WebSocketScanner(this);
    private final WebSocketOutput output = new WebSocketOutput();
    private final BodyCheck check = new BodyCheck(NOTHING);

    // What is under way, oldest first, as in Http1Client.
    private final long[] fromNanos;
    private final long[] sentNanos;
    private final WebSocketForm[] messages;
    private final int mask;
    private int first;
    private int count;

    private Connection connection;
    private String key;
    private boolean accepted;
    private boolean open;
    private boolean congested;
    private boolean text;
    private long nowNanos;

    WebSocketClient(EventLoop loop, int number, ClientOptions options, ClientListener listener) {
        super(loop, number, options, listener);
        int size = Integer.highestOneBit(Math.max(1, options.pipelining() * 2 - 1));
        this.fromNanos = new long[size];
        this.sentNanos = new long[size];
        this.messages = new WebSocketForm[size];
        this.mask = size - 1;
        this.opening.reader(this);
    }

    @Override
    public int room() {
        return !open || congested ? 0 : allowed(options.pipelining() - count);
    }

    @Override
    public int underWay() {
        return count;
    }

    @Override
    public void send(RequestBytes request, long beganNanos) {
        WebSocketForm form = request.webSocket();
        int slot = first + count & mask;
        fromNanos[slot] = beganNanos;
        sentNanos[slot] = loop.nowNanos();
        messages[slot] = form;
        countSent();
        if (count++ == 0) {
            connection.timeout(options.timeoutNanos());
        }
        congested = !output.write(connection, form.isText() ? WebSocketScanner.TEXT : WebSocketScanner.BINARY,
                form.message(), 0, form.message().length);
    }

    /** Scenarios speak HTTP. */
    @Override
    public void reader(AnswerReader reader) {
        if (reader != null) {
            throw new IllegalArgumentException("what comes over a WebSocket is an echo, and nothing else to read");
        }
    }

    @Override
    public void connected(Connection made) {
        connection = made;
        open = false;
        accepted = false;
        congested = false;
        beginCounting();
        opening.reset();
        scanner.reset();
        byte[] random = new byte[KEY_BYTES];
        ThreadLocalRandom.current().nextBytes(random);
        key = Base64.getEncoder().encodeToString(random);
        made.write(options.opening().webSocket().opening());
        made.write((key + "\r\n\r\n").getBytes(US_ASCII));
        made.timeout(options.timeoutNanos());
    }

    @Override
    public int onData(Connection from, byte[] buffer, int offset, int length) {
        if (from != connection) {
            return length;
        }
        nowNanos = System.nanoTime();
        arrived(length);
        int end = offset + length;
        int at = open ? offset : opened(buffer, offset, end);
        if (open) {
            at = scanner.scan(buffer, at, end);
        }
        if (from == connection && open) {
            if (count == 0) {
                connection.timeout(0);
            } else {
                connection.timeout(Math.max(1, options.timeoutNanos() - (nowNanos - sentNanos[first])));
            }
        }
        return consumed(at - offset);
    }

    private int opened(byte[] buffer, int from, int end) {
        int at = opening.scan(buffer, from, end, false);
        if (connection == null) {
            return end; // Its head has said enough.
        }
        if (opening.fault() != null) {
            refused(opening.fault());
        } else if (opening.isComplete() && !accepted) {
            refused("the server has not understood the opening of a WebSocket: its Sec-WebSocket-Accept is wrong");
        } else if (opening.isComplete()) {
            open = true;
            connection.timeout(0);
            listener.ready(this);
        }
        return connection == null ? end : at;
    }

    private void refused(String why) {
        leave();
        notConnected(why);
    }

    /** Of the answer to the opening. */
    @Override
    public void head(byte[] bytes, int from, int end) {
        String wanted = WebSocketForm.accepted(key);
        accepted = new String(bytes, from, end - from, ISO_8859_1).lines()
                .filter(line -> line.regionMatches(true, 0, "sec-websocket-accept:", 0, 21))
                .anyMatch(line -> line.substring(21).strip().equals(wanted));
        if (opening.status() != SWITCHED) {
            refused("the server opens no WebSocket, but answers with status " + opening.status());
        }
    }

    /** A body that says why there is no WebSocket. */
    @Override
    public void body(byte[] bytes, int from, int end) {}

    @Override
    public void begins(boolean isText) {
        if (count == 0) {
            broken(ErrorKind.UNASKED, "the server sent a message that is no echo");
            return;
        }
        text = isText;
        check.begin(messages[first].message());
    }

    @Override
    public void payload(byte[] b, int from, int end) {
        check.take(b, from, end);
    }

    @Override
    public void ends() {
        long began = fromNanos[first];
        boolean same = text == messages[first].isText() && check.matched();
        first = first + 1 & mask;
        count--;
        answeredHere++;
        boolean last = answeredHere == options.requestsPerConnection();
        if (last) {
            goodbye();
        }
        listener.answered(this, began, nowNanos, ECHOED, same);
        if (last) {
            open();
        }
    }

    private void goodbye() {
        if (open) {
            output.write(connection, WebSocketScanner.CLOSE, NORMAL, 0, NORMAL.length);
            connection.finish();
            connection = null; // So that leaving does not cut it off.
        }
        leave();
    }

    @Override
    public void control(int kind, byte[] b, int from, int end) {
        if (kind == WebSocketScanner.PING) {
            output.write(connection, WebSocketScanner.PONG, b, from, end - from);
        } else if (kind == WebSocketScanner.CLOSE) {
            String code = end - from < 2 ? "" : " with code " + ((b[from] & 0xff) << 8 | b[from + 1] & 0xff);
            int under = count;
            goodbye();
            lost(under, "the server closed the WebSocket" + code);
        }
    }

    @Override
    public void broken(String why) {
        broken(count > 0 ? ErrorKind.MALFORMED : ErrorKind.UNASKED, why);
    }

    private void broken(ErrorKind kind, String why) {
        int under = leave();
        listener.failed(this, kind, Math.max(1, under), why);
        reopen();
    }

    private void lost(int under, String why) {
        if (under > 0) {
            listener.failed(this, ErrorKind.RESET, under, why);
        }
        reopen();
    }

    /** Drops the connection, and says how many messages were under way on it. */
    private int leave() {
        Connection left = connection;
        int under = count;
        connection = null;
        open = false;
        count = 0;
        scanner.stop();
        if (left != null) {
            left.abort();
        }
        return under;
    }

    @Override
    public void onEnd(Connection from) {
        gone(from, "the server ended the connection before the echo was complete");
    }

    @Override
    public void onClosed(Connection from, IOException cause) {
        gone(from, cause == null ? "the connection was closed" : cause.getMessage());
    }

    private void gone(Connection from, String why) {
        if (from == connection && open) {
            lost(leave(), why);
        } else if (from == connection) {
            refused("the server closed the connection instead of opening a WebSocket");
        }
    }

    @Override
    public void onWritable(Connection from) {
        if (from == connection) {
            congested = false;
            listener.ready(this);
        }
    }

    @Override
    public void onTimeout(Connection from) {
        if (from == connection && !open) {
            refused("the server has not opened a WebSocket in time");
        } else if (from == connection && count > 0) {
            broken(ErrorKind.TIMEOUT, "no echo in time");
        }
    }

    @Override
    public void close() {
        hangUp();
        goodbye();
    }
}
