package millrace.http.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import java.io.IOException;
import java.io.UncheckedIOException;
import millrace.http.codec.Utf8Check;

/**
 * One document, from bytes in pieces to events. Pure logic: it neither waits nor knows who sends the bytes.
 *
 * <p>Jackson's non-blocking parser does the work. What it does not check is checked here: that the bytes are UTF-8, that
 * there is one value and nothing behind it, that neither comma nor colon comes before an end (it lets that pass when a
 * piece of the document ends between the two), and the limits that it does not have.
 */
final class JsonTokens implements AutoCloseable {
    /** So much is given to the parser at once: the longest that {@link #next} can be busy. */
    static final int WINDOW_BYTES = 8 * 1024;

    private static final byte[] NOTHING = {};

    private final JsonLimits limits;
    private final JsonParser parser;
    private final ByteArrayFeeder feeder;
    private final Utf8Check utf8 = new Utf8Check();

    // What has been put in and not yet been given to the parser.
    private byte[] bytes = NOTHING;
    private int from;
    private int to;
    private boolean appendable;
    private boolean ended;

    // The window that the parser has.
    private byte[] window = NOTHING;
    private int windowFrom;
    private int windowTo;
    private boolean windowFresh;

    private long fedBytes;
    private byte lastBeforeWindow;
    private long members;
    private boolean complete;
    private boolean over;

    JsonTokens(JsonLimits limits) {
        this.limits = limits;
        try {
            parser = Parsers.of(limits).createNonBlockingByteArrayParser();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // Nothing is read yet.
        }
        feeder = (ByteArrayFeeder) parser.getNonBlockingInputFeeder();
    }

    /** Bytes that have been put in and not been given to the parser. */
    int unread() {
        return to - from;
    }

    /** Puts bytes in; they belong to this object from now on. */
    void put(byte[] piece, int start, int end) throws JsonException {
        if (end - start > limits.bytes() - fedBytes - unread()) {
            throw tooLong(limits);
        }
        if (unread() == 0) {
            bytes = piece;
            from = start;
            to = end;
            appendable = false;
        } else {
            append(piece, start, end - start);
        }
    }

    /** Many small pieces are copied few times. What the parser has lies before {@link #from} and stays as it is. */
    private void append(byte[] piece, int start, int length) {
        if (!appendable || bytes.length - to < length) {
            byte[] larger = new byte[2 * (unread() + length)];
            System.arraycopy(bytes, from, larger, 0, unread());
            to = unread();
            from = 0;
            bytes = larger;
            appendable = true;
        }
        System.arraycopy(piece, start, bytes, to, length);
        to += length;
    }

    static JsonException tooLong(JsonLimits limits) {
        return JsonException.beyond(413, "bytes", "bytes in a document", limits.bytes());
    }

    /** Nothing will be put in any more. */
    void end() {
        ended = true;
    }

    /** Whether {@link #next} can go on: with what has been put in, or because nothing will be any more. */
    boolean isReady() {
        return !over && (!feeder.needMoreInput() || from < to || ended);
    }

    /** Whether the value has come to its end; nothing but blanks may follow. */
    boolean isComplete() {
        return complete;
    }

    /** Whether the document has come to its end, and all that was put in is of it. */
    boolean isOver() {
        return over;
    }

    /**
     * The next event. Null at the end of a window and at the end of all: {@link #isReady} tells whether to go on.
     *
     * @throws JsonException the document is not JSON, or beyond a limit; there is no next event
     */
    JsonEvent next() throws JsonException {
        try {
            if (feeder.needMoreInput()) {
                feed();
            }
            JsonToken token = parser.nextToken();
            if (token == JsonToken.NOT_AVAILABLE) {
                letGo();
                return null;
            }
            JsonEvent event = event(token);
            windowFresh = false;
            return event;
        } catch (NamedConstraints.Exceeded e) {
            throw e.answer();
        } catch (JsonProcessingException e) {
            throw malformed(e);
        } catch (JsonException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e); // Nothing is read here.
        }
    }

    /** A window is worked off. When it was the last of a piece, that is not kept while the next one is on its way. */
    private void letGo() throws IOException {
        windowFresh = false;
        if (from == to && window != NOTHING && !ended) {
            endWindow(NOTHING, 0, 0);
            bytes = NOTHING;
            from = 0;
            to = 0;
            appendable = false;
        }
    }

    private void endWindow(byte[] next, int start, int end) throws IOException {
        lastBeforeWindow = lastSignificant(windowTo);
        window = next;
        windowFrom = start;
        windowTo = end;
        feeder.feedInput(next, start, end);
    }

    /** Up to the first byte that is not UTF-8: what stands before it may be wrong already. */
    private void feed() throws IOException {
        if (from == to) {
            if (ended) {
                feeder.endOfInput();
            }
            return;
        }
        int end = Math.min(to, from + WINDOW_BYTES);
        int wrong = utf8.check(bytes, from, end);
        if (wrong == from) {
            throw malformed("the bytes are not UTF-8", parser.currentLocation());
        }
        endWindow(bytes, from, wrong < 0 ? end : wrong);
        windowFresh = true;
        fedBytes += windowTo - from;
        from = windowTo;
    }

    private byte lastSignificant(int end) {
        int p = end;
        while (p > windowFrom && window[p - 1] <= ' ' && window[p - 1] >= 0) {
            p--;
        }
        return p > windowFrom ? window[p - 1] : lastBeforeWindow;
    }

    private JsonEvent event(JsonToken token) throws IOException {
        if (token == null) {
            if (!complete) {
                throw malformed("there is no value", parser.currentLocation());
            }
            over = true;
            return null;
        }
        if (complete) {
            throw malformed("something follows the value", parser.currentTokenLocation());
        }
        JsonStreamContext context = parser.getParsingContext();
        boolean end = token.isStructEnd();
        JsonStreamContext parent = token.isStructStart() ? context.getParent() : context;
        complete = parent.inRoot() && !token.isStructStart();
        if (end) {
            refuseEarlyEnd();
        } else if (token == JsonToken.FIELD_NAME || parent.inArray()) {
            count();
        }
        return switch (token) {
            case START_OBJECT -> JsonEvent.Mark.START_OBJECT;
            case END_OBJECT -> JsonEvent.Mark.END_OBJECT;
            case START_ARRAY -> JsonEvent.Mark.START_ARRAY;
            case END_ARRAY -> JsonEvent.Mark.END_ARRAY;
            case FIELD_NAME -> new JsonEvent.Name(parser.currentName());
            case VALUE_STRING -> string();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
            case VALUE_TRUE -> JsonLiteral.TRUE;
            case VALUE_FALSE -> JsonLiteral.FALSE;
            case VALUE_NULL -> JsonLiteral.NULL;
            case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> throw new IllegalStateException("no token of JSON: " + token);
        };
    }

    /** The parser counts in whole blocks of memory. */
    private JsonString string() throws IOException {
        parser.streamReadConstraints().validateStringLength(parser.getTextLength());
        return new JsonString(parser.getText());
    }

    /** The parser counts digits only. */
    private JsonNumber number() throws IOException {
        parser.streamReadConstraints().validateIntegerLength(parser.getTextLength());
        return new JsonNumber(parser.getText());
    }

    private void count() throws JsonException {
        if (++members > limits.members()) {
            throw JsonException.beyond(413, "members", "members and elements together", limits.members());
        }
    }

    private void refuseEarlyEnd() throws JsonException {
        if (windowFresh) {
            JsonLocation after = parser.currentLocation();
            int close = windowTo - (int) (fedBytes - after.getByteOffset()) - 1;
            byte before = lastSignificant(close);
            if (before == ',' || before == ':') {
                throw malformed("something is missing after the " + (char) before, after);
            }
        }
    }

    private static JsonException malformed(String message, JsonLocation at) {
        return JsonException.malformed(message, at.getByteOffset(), at.getLineNr(), at.getColumnNr());
    }

    /** The parser's advice is for whoever has set it up, not for its clients. */
    private static JsonException malformed(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        for (String advice : new String[] {": enable ", " (start marker", " (use "}) {
            int at = message.indexOf(advice);
            message = at < 0 ? message : message.substring(0, at);
        }
        return malformed(message, e.getLocation());
    }

    @Override
    public void close() {
        over = true;
        try {
            parser.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // Nothing is open.
        }
    }
}
