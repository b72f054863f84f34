package millrace.bench.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import millrace.http.json.Json;
import millrace.http.json.JsonString;
import millrace.http.json.JsonValue;

/** A text with {@code ${holes}}, filled in for each request. Immutable. */
final class Template {
    /** Where a hole is, and so how its value is written. */
    enum Use {
        PLAIN,
        /** What no URL may have is escaped. */
        PATH,
        /** All but letters, digits and {@code -._~} is escaped. */
        FORM,
        /** Line breaks become blanks. */
        HEADER,
        /** Inside of a string of JSON. */
        JSON_TEXT,
        /** As a value of JSON: what comes from JSON stays what it is, all else is a string. */
        JSON_VALUE
    }

    private static final String NOT_IN_URLS = "\"<>\\^`{|}";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** A text, or a {@link Hole}. */
    private final List<Object> pieces;

    private record Hole(Variable variable, Use use) {}

    private Template(List<Object> pieces) {
        this.pieces = pieces;
    }

    /**
     * @param names what a hole may be called
     * @throws ScenarioException a hole has no end, or is called otherwise
     */
    static Template of(String text, Use use, Place at, Names names) {
        Builder builder = new Builder(names);
        builder.text(text, use, at);
        return builder.build();
    }

    /** Whether it is the same each time. */
    boolean isFixed() {
        return pieces.stream().allMatch(String.class::isInstance);
    }

    /** @param situation not asked when it {@link #isFixed} */
    String text(Situation situation) {
        if (pieces.size() == 1 && pieces.getFirst() instanceof String text) {
            return text;
        }
        StringBuilder text = new StringBuilder();
        for (Object piece : pieces) {
            if (piece instanceof Hole(Variable variable, Use use)) {
                text.append(written(variable.value(situation), use));
            } else {
                text.append((String) piece);
            }
        }
        return text.toString();
    }

    private static String written(Object value, Use use) {
        if (use == Use.JSON_VALUE) {
            return json(value instanceof JsonValue known ? known : new JsonString((String) value));
        }
        return written(value instanceof JsonValue known ? JsonPath.text(known) : (String) value, use);
    }

    private static String written(String text, Use use) {
        return switch (use) {
            case PLAIN -> text;
            case PATH -> escaped(text, false);
            case FORM -> escaped(text, true);
            case HEADER -> text.replaceAll("[\\r\\n\\x00]", " ");
            case JSON_TEXT -> {
                String quoted = json(new JsonString(text));
                yield quoted.substring(1, quoted.length() - 1);
            }
            case JSON_VALUE -> json(new JsonString(text));
        };
    }

    static String json(JsonValue value) {
        return new String(Json.bytes(value), UTF_8);
    }

    /** Source: RFC 3986, section 2. */
    private static String escaped(String text, boolean strict) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : text.getBytes(UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = strict
                    ? c < 128 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0)
                    : c > ' ' && c < 127 && NOT_IN_URLS.indexOf(c) < 0;
            if (plain) {
                escaped.append(c);
            } else {
                escaped.append('%').append(HEX.toHexDigits(b));
            }
        }
        return escaped.toString();
    }

    /** Puts a template together from texts. */
    static final class Builder {
        private final Names names;
        private final List<Object> pieces = new ArrayList<>();
        private final StringBuilder literal = new StringBuilder();

        Builder(Names names) {
            this.names = names;
        }

        /** What stands there as it is. */
        void literal(String text) {
            literal.append(text);
        }

        /** A text with holes. {@code $$} before a bracket is a dollar sign, and no hole. */
        void text(String text, Use use, Place at) {
            int from = 0;
            for (int hole = text.indexOf("${"); hole >= 0; hole = text.indexOf("${", from)) {
                boolean meant = hole == from || text.charAt(hole - 1) != '$';
                literal.append(written(text.substring(from, meant ? hole : hole - 1), use));
                if (!meant) {
                    literal.append(written("${", use));
                    from = hole + 2;
                    continue;
                }
                int end = text.indexOf('}', hole);
                if (end < 0) {
                    throw at.wrong("\"${\" has no \"}\"; a \"${\" that is meant is written \"$${\"");
                }
                hole(text.substring(hole + 2, end), use, at);
                from = end + 1;
            }
            literal.append(written(text.substring(from), use));
        }

        /** A hole, by its name. */
        void hole(String name, Use use, Place at) {
            Variable variable = names.variable(name.strip(), at);
            if (variable instanceof Variable.Fixed(String text)) {
                literal.append(use == Use.JSON_VALUE ? json(new JsonString(text)) : written(text, use));
                return;
            }
            flush();
            pieces.add(new Hole(variable, use));
        }

        private void flush() {
            if (!literal.isEmpty()) {
                pieces.add(literal.toString());
                literal.setLength(0);
            }
        }

        Template build() {
            flush();
            if (pieces.isEmpty()) {
                pieces.add("");
            }
            return new Template(List.copyOf(pieces));
        }
    }
}
