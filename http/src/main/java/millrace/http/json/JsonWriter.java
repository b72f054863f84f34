package millrace.http.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.function.Function;

/**
 * From values to bytes, a step at a time: a step writes at most a token, and of a long one only a part. Pure logic.
 *
 * <p>Nothing is taken from an iterator before its turn, so that a document may be larger than the memory. Without
 * recursion: how deep it goes costs no stack.
 */
final class JsonWriter {
    /** A string is written in parts of so many UTF-16 units. */
    private static final int PART = 1024;

    /** Somebody's list holds itself, else. */
    private static final int DEEPEST = 1000;

    private enum Form { NAME, STRING, PLAIN }

    /** An object or array that is being written. */
    private static final class Level {
        final Iterator<?> parts;
        final boolean object;
        boolean begun;

        Level(Iterator<?> parts, boolean object) {
            this.parts = parts;
            this.object = object;
        }
    }

    private final JsonBytes out;
    private final Function<Flow.Publisher<?>, PublishedElements> subscribing;
    private final ArrayDeque<Level> levels = new ArrayDeque<>();

    // A text that is being written.
    private String text;
    private int textPosition;
    private Form form;

    // The next value, when it is known already: the root, or a member whose name has been written.
    private Object next;
    private boolean nextKnown = true;

    /** @param subscribing makes a source of a publisher, or refuses to */
    JsonWriter(Object root, JsonBytes out, Function<Flow.Publisher<?>, PublishedElements> subscribing) {
        this.next = root;
        this.out = out;
        this.subscribing = subscribing;
    }

    boolean isDone() {
        return text == null && !nextKnown && levels.isEmpty();
    }

    /** Whether nothing can be written before a publisher has published. */
    boolean isWaiting() {
        return text == null && !nextKnown && !levels.isEmpty()
                && levels.peek().parts instanceof PublishedElements published && !published.isReady();
    }

    /** @throws IllegalArgumentException something that has no form in JSON */
    void step() {
        if (text != null) {
            writePart();
        } else if (nextKnown) {
            Object value = next;
            next = null;
            nextKnown = false;
            begin(value);
        } else {
            advance(levels.peek());
        }
    }

    private void advance(Level level) {
        if (!level.parts.hasNext()) {
            out.put(level.object ? '}' : ']');
            levels.pop();
            return;
        }
        if (level.begun) {
            out.put(',');
        }
        level.begun = true;
        Object part = level.parts.next();
        if (!level.object) {
            begin(part);
            return;
        }
        Map.Entry<?, ?> member = (Map.Entry<?, ?>) part;
        if (!(member.getKey() instanceof CharSequence name)) {
            throw new IllegalArgumentException("the name of a member must be a string, and this is: " + member.getKey());
        }
        next = member.getValue();
        nextKnown = true;
        begin(name.toString(), Form.NAME);
    }

    private void begin(Object value) {
        switch (value) {
            case null -> out.ascii("null");
            case JsonString(String string) -> begin(string, Form.STRING);
            case JsonNumber(String number) -> begin(number, Form.PLAIN);
            case JsonLiteral literal -> begin(literal);
            case JsonObject(Map<String, JsonValue> members) -> open(members.entrySet().iterator(), true);
            case JsonArray(var elements) -> open(elements.iterator(), false);
            case CharSequence string -> begin(string.toString(), Form.STRING);
            case Character c -> begin(c.toString(), Form.STRING);
            case Boolean b -> out.ascii(b.toString());
            case Number number -> begin(number);
            case Map<?, ?> members -> open(members.entrySet().iterator(), true);
            case Iterable<?> elements -> open(elements.iterator(), false);
            case Iterator<?> elements -> open(elements, false);
            case Object[] elements -> open(Arrays.asList(elements).iterator(), false);
            case Flow.Publisher<?> elements -> open(subscribing.apply(elements), false);
            default -> throw new IllegalArgumentException("no form in JSON for a " + value.getClass().getName()
                    + ": make it a Map, an Iterable, a String, a Number or a JsonValue");
        }
    }

    private void begin(JsonLiteral literal) {
        out.ascii(switch (literal) {
            case TRUE -> "true";
            case FALSE -> "false";
            case NULL -> "null";
        });
    }

    private void begin(Number number) {
        boolean known = switch (number) {
            case Byte _, Short _, Integer _, Long _, BigInteger _, BigDecimal _ -> true;
            case Double d -> finite(d);
            case Float f -> finite(f);
            default -> false;
        };
        if (!known) {
            throw new IllegalArgumentException("no form in JSON for the number " + number + " of "
                    + number.getClass().getName());
        }
        begin(number.toString(), Form.PLAIN);
    }

    private static boolean finite(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("no form in JSON for " + number + ": send null, or a string");
        }
        return true;
    }

    private void open(Iterator<?> parts, boolean object) {
        if (levels.size() == DEEPEST) {
            throw new IllegalArgumentException("more than " + DEEPEST + " levels: does something hold itself?");
        }
        out.put(object ? '{' : '[');
        levels.push(new Level(parts, object));
    }

    private void begin(String whole, Form as) {
        text = whole;
        textPosition = 0;
        form = as;
        if (as != Form.PLAIN) {
            out.put('"');
        }
        writePart();
    }

    private void writePart() {
        int end = Math.min(text.length(), textPosition + PART);
        if (form == Form.PLAIN) {
            out.ascii(text, textPosition, end);
        } else {
            // Not between the halves of a surrogate pair.
            end += end < text.length() && Character.isHighSurrogate(text.charAt(end - 1)) ? 1 : 0;
            out.escaped(text, textPosition, end);
        }
        textPosition = end;
        if (end < text.length()) {
            return;
        }
        text = null;
        if (form != Form.PLAIN) {
            out.put('"');
        }
        if (form == Form.NAME) {
            out.put(':');
        }
    }
}
