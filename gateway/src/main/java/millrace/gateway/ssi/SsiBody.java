package millrace.gateway.ssi;

import java.nio.charset.StandardCharsets;
import millrace.gateway.exchange.BodyFilter;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.log.Level;
import millrace.http.codec.Output;

/**
 * Finds commands in a body, wherever it is cut, and has {@link Commands} carry them out. As long as a part that was included
 * is on its way, what follows waits in the backlog, so that all comes in order. For the loop's thread only.
 */
final class SsiBody extends BodyFilter {
    private static final byte[] OPEN = Output.ascii("<!--#");
    private static final byte[] CLOSE = Output.ascii("-->");
    private static final int LONGEST_COMMAND = 64 * 1024;

    private final Exchange x;
    private final long serial;
    private final SsiState state;
    private final Commands commands;
    private final Output command = new Output(128);
    private Output backlog = new Output(0);

    private boolean inCommand;
    private byte quote;
    private int matched;
    private boolean waiting;
    private boolean asking;
    private String atOnce;
    private boolean ended;
    private boolean held;

    SsiBody(Exchange x) {
        this.x = x;
        this.serial = x.serial();
        this.state = SsiState.of(x);
        this.commands = new Commands(x, state, this);
    }

    @Override
    public boolean write(byte[] bytes, int offset, int length) {
        if (waiting) {
            backlog.put(bytes, offset, length);
            return false;
        }
        return read(bytes, offset, offset + length) && !waiting;
    }

    /** Goes over bytes, until the end or until something has to be waited for. */
    private boolean read(byte[] bytes, int from, int to) {
        boolean room = true;
        int text = from;
        for (int i = from; i < to; i++) {
            byte c = bytes[i];
            if (inCommand) {
                if (commandEnds(c)) {
                    run();
                    text = i + 1;
                    if (waiting) {
                        backlog.put(bytes, text, to - text);
                        return false;
                    }
                }
            } else if (c == OPEN[matched]) {
                if (++matched == OPEN.length) {
                    // What of the opening came before this piece was never written.
                    int textEnd = i + 1 - OPEN.length;
                    room = text(bytes, text, Math.max(text, textEnd));
                    inCommand = true;
                    matched = 0;
                    command.clear();
                }
            } else if (matched > 0) {
                // Parts of the opening from the piece before are plain text after all.
                int before = matched - (i - text);
                if (before > 0) {
                    text(OPEN, 0, before);
                }
                matched = c == OPEN[0] ? 1 : 0;
            }
        }
        if (!inCommand) {
            room = text(bytes, text, Math.max(text, to - matched));
        }
        return room;
    }

    /** Whether a byte ends the command: {@code -->} outside of quotes. */
    private boolean commandEnds(byte c) {
        command.put(new byte[] {c});
        if (quote != 0) {
            quote = c == quote && !escaped() ? 0 : quote;
            return false;
        }
        if (c == '"' || c == '\'') {
            quote = c;
        }
        int length = command.length();
        return c == '>' && length >= CLOSE.length && command.bytes()[length - 2] == '-' && command.bytes()[length - 3] == '-'
                || length > LONGEST_COMMAND;
    }

    private boolean escaped() {
        int length = command.length();
        return length > 1 && command.bytes()[length - 2] == '\\';
    }

    private void run() {
        inCommand = false;
        quote = 0;
        String source = new String(command.bytes(), 0, command.length() - CLOSE.length, StandardCharsets.ISO_8859_1);
        try {
            SsiCommand parsed = SsiCommand.parse(source);
            if (parsed == null) {
                throw new SsiException("invalid SSI command \"" + source + "\"");
            }
            commands.run(parsed, source);
        } catch (SsiException e) {
            x.log(Level.ERROR, e.getMessage());
            commands.failed();
        }
    }

    /** Text of the page, which may be left out or kept for later. */
    private boolean text(byte[] bytes, int from, int to) {
        if (from >= to || !commands.takes(bytes, from, to)) {
            return true;
        }
        return next.write(bytes, from, to - from);
    }

    /** What a command or a part puts into the page. */
    void put(String text) {
        if (!text.isEmpty()) {
            byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
            next.write(octets, 0, octets.length);
        }
    }

    BodyFilter target() {
        return next;
    }

    /** Asks for a part, which may come at once. */
    void include(Runnable request) {
        waiting = true;
        asking = true;
        atOnce = "";
        request.run();
        asking = false;
        if (!waiting) {
            read(atOnce);
        }
    }

    private void read(String text) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        read(octets, 0, octets.length);
    }

    /** It has come; {@code instead} stands for it when nothing did. */
    void goesOn(String instead) {
        waiting = false;
        if (asking) {
            atOnce = instead;
            return;
        }
        if (!x.isStill(serial)) {
            return;
        }
        Output rest = backlog;
        backlog = new Output(0);
        read(instead);
        if (waiting) {
            backlog.put(rest.bytes(), 0, rest.length());
        } else {
            read(rest.bytes(), 0, rest.length());
        }
        if (waiting) {
            return;
        }
        if (!ended) {
            x.writable();
        } else if (held) {
            held = false;
            finish();
            x.reply().releaseEnd();
        }
    }

    @Override
    public void end() {
        ended = true;
        if (waiting) {
            held = true;
            x.reply().holdEnd();
        } else {
            finish();
        }
    }

    private void finish() {
        text(OPEN, 0, matched);
        matched = 0;
        next.end();
    }
}
