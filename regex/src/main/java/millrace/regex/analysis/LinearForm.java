package millrace.regex.analysis;

import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * A Java pattern in the words of RE2, where these mean the same: it then runs in time linear to the input.
 *
 * <p>It is written anew from the tree, with every character class spelled out, so that what the two libraries call a
 * word or a line, and which letters differ only in case, does not matter. What remains different is left out:
 * look-around, references, atomic and possessive groups, lines ({@code ^} and {@code $} under flag {@code m}), and
 * repetitions of what can be empty, where the two disagree about groups.
 */
public final class LinearForm {
    /** Characters that the pattern takes when counts are written out: RE2's time is that times the input. */
    private static final long MOST_WRITTEN_OUT = 1_000;

    private final String text;
    private final boolean asciiOnly;
    private final boolean noFinalLineEnd;
    private final CodePoints required;

    private LinearForm(String text, boolean asciiOnly, boolean noFinalLineEnd, CodePoints required) {
        this.text = text;
        this.asciiOnly = asciiOnly;
        this.noFinalLineEnd = noFinalLineEnd;
        this.required = required;
    }

    /** For {@code com.google.re2j.Pattern}; groups have the numbers of the original. */
    public String text() {
        return text;
    }

    /** Whether it means the same only for inputs of ASCII: word boundaries know combining marks in Java. */
    public boolean asciiOnly() {
        return asciiOnly;
    }

    /** Whether it means the same only for inputs without a last line terminator, which Java's {@code $} passes over. */
    public boolean noFinalLineEnd() {
        return noFinalLineEnd;
    }

    /** False if the input lacks a character without which nothing matches: much cheaper than to try. */
    public boolean possible(String input) {
        int at = 0;
        while (required != null && at < input.length()) {
            int character = input.codePointAt(at);
            if (required.contains(character)) {
                return true;
            }
            at += Character.charCount(character);
        }
        return required == null;
    }

    /** Empty where the pattern means something else in RE2, or something that this package does not read. */
    public static Optional<LinearForm> of(String pattern, String flags) {
        try {
            ParsedPattern parsed = PatternParser.parse(pattern, flags, Dialect.JAVA);
            boolean alien = pattern.contains("\\b{g}") || parsed.flags().ignoreCase() && parsed.flags().unicodeCase()
                    || pattern.contains("(?") && pattern.contains("u") && flags.isEmpty() && inlineUnicode(pattern)
                    || pattern.contains("\\p") || pattern.contains("\\P");
            return alien || size(parsed.tree()) > MOST_WRITTEN_OUT ? Optional.empty()
                    : new Writer().form(parsed);
        } catch (RegexSyntaxException | TooLarge foreign) {
            return Optional.empty();
        }
    }

    /** Whether a pattern can send {@code java.util.regex} through more ways than a budget of characters would stop. */
    public static boolean idles(String pattern, String flags) {
        try {
            return EmptyLoops.in(PatternParser.parse(pattern, flags, Dialect.JAVA).tree());
        } catch (RegexSyntaxException | TooLarge foreign) {
            return foreign instanceof TooLarge;
        }
    }

    private static boolean inlineUnicode(String pattern) {
        return pattern.matches("(?s).*\\(\\?[a-zA-Z]*[uU].*");
    }

    private static long size(Node node) {
        long inside = node.children().stream().mapToLong(LinearForm::size).sum() + 1;
        return node instanceof Node.Repeat repeat
                ? Math.min(inside * Math.max(1, Math.max(repeat.min(), repeat.max())), MOST_WRITTEN_OUT + 1) : inside;
    }

    /** The smallest set of which each match has a member; null if there is none. */
    private static CodePoints required(Node node) {
        return switch (node) {
            case Node.Chars c -> c.set();
            case Node.Group g -> required(g.body());
            case Node.Repeat r -> r.min() > 0 ? required(r.body()) : null;
            case Node.Sequence s -> s.parts().stream().map(LinearForm::required).filter(Objects::nonNull)
                    .min(Comparator.comparingInt(CodePoints::count)).orElse(null);
            default -> null;
        };
    }

    private static final class Writer {
        private final StringBuilder text = new StringBuilder();
        private boolean asciiOnly;
        private boolean noFinalLineEnd;

        Optional<LinearForm> form(ParsedPattern pattern) {
            return write(pattern.tree())
                    ? Optional.of(new LinearForm(text.toString(), asciiOnly, noFinalLineEnd,
                            required(pattern.tree())))
                    : Optional.empty();
        }

        /** False when it has no equal. */
        private boolean write(Node node) {
            return switch (node) {
                case Node.Chars c -> chars(c.set());
                case Node.Sequence s -> s.parts().stream().allMatch(this::write);
                case Node.Choice c -> choice(c);
                case Node.Group g -> {
                    text.append(g.number() > 0 ? "(" : "(?:");
                    yield write(g.body()) && text.append(')') != null;
                }
                case Node.Repeat r -> repeat(r);
                case Node.Anchor a -> anchor(a.place());
                case Node.Atomic a -> false;
                case Node.Look l -> false;
                case Node.BackReference b -> false;
            };
        }

        private boolean chars(CodePoints set) {
            if (set.isEmpty()) {
                return false;
            }
            text.append('[');
            for (int i = 0; i < set.bounds().length; i += 2) {
                text.append("\\x{").append(Integer.toHexString(set.bounds()[i])).append("}-\\x{")
                        .append(Integer.toHexString(set.bounds()[i + 1])).append('}');
            }
            text.append(']');
            return true;
        }

        private boolean choice(Node.Choice choice) {
            text.append("(?:");
            for (int i = 0; i < choice.options().size(); i++) {
                text.append(i > 0 ? "|" : "");
                if (!write(choice.options().get(i))) {
                    return false;
                }
            }
            text.append(')');
            return true;
        }

        private boolean repeat(Node.Repeat repeat) {
            boolean same = repeat.greed() != Node.Greed.POSSESSIVE && !repeat.body().nullable()
                    && (plain(repeat) || !captures(repeat.body()));
            text.append("(?:");
            if (!same || !write(repeat.body())) {
                return false;
            }
            text.append("){").append(repeat.min());
            if (repeat.max() != repeat.min()) {
                text.append(',').append(repeat.max() == Node.UNBOUNDED ? "" : repeat.max());
            }
            text.append('}').append(repeat.greed() == Node.Greed.LAZY ? "?" : "");
            return true;
        }

        /** In other loops the JDK now and then keeps what a group matched on a way that failed. */
        private static boolean plain(Node.Repeat repeat) {
            return repeat.greed() == Node.Greed.GREEDY && repeat.max() <= 1;
        }

        private boolean captures(Node node) {
            return node instanceof Node.Group group && group.number() > 0
                    || node.children().stream().anyMatch(this::captures);
        }

        private boolean anchor(Node.Place place) {
            switch (place) {
                case INPUT_BEGIN -> text.append("\\A");
                case INPUT_END -> text.append("\\z");
                case LAST_LINE_END -> {
                    text.append("\\z");
                    noFinalLineEnd = true;
                }
                case WORD_BOUNDARY, NO_WORD_BOUNDARY -> {
                    text.append(place == Node.Place.WORD_BOUNDARY ? "\\b" : "\\B");
                    asciiOnly = true;
                }
                case LINE_BEGIN, LINE_END, LAST_MATCH_END -> {
                    return false;
                }
            }
            return true;
        }
    }
}
