package millrace.regex;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import millrace.regex.pcre.JavaForm;
import millrace.regex.pcre.PcreSyntaxException;

/**
 * A PCRE pattern over octets, that ends: for servers, whose patterns meet what strangers send.
 *
 * <p>It runs in {@code java.util.regex}, which is fast as a rule, but with few steps only. Who uses them up starts over
 * as a {@link SafeRegex}: in linear time where the pattern allows it, else with more steps. A match in the first way
 * allocates nothing.
 *
 * <p>Safe for any number of threads.
 */
public final class OctetRegex {
    /** A look at a character takes some nanoseconds: less than half a millisecond. */
    private static final int QUICK_STEPS = 20_000;
    private static final int QUICK_STEPS_PER_OCTET = 8;
    /** For what is not linear: some milliseconds. */
    private static final RegexLimits LIMITS = new RegexLimits(200_000, 20, Integer.MAX_VALUE);

    private final String pattern;
    private final JavaForm form;
    private final Pattern java;
    private final SafeRegex safe;
    /** One that nobody uses at the moment: loops rarely match the same pattern at the same time. */
    private final AtomicReference<Engine> spare = new AtomicReference<>();

    private OctetRegex(String pattern, JavaForm form, Pattern java, SafeRegex safe) {
        this.pattern = pattern;
        this.form = form;
        this.java = java;
        this.safe = safe;
    }

    /** A matcher and its text, for one thread at a time. */
    private static final class Engine {
        final OctetText text = new OctetText();
        final Matcher matcher;

        Engine(Pattern pattern) {
            matcher = pattern.matcher(text);
        }
    }

    /**
     * @param pattern each character is an octet
     * @throws PcreSyntaxException in PCRE's words; also for what cannot be had here, such as recursion
     */
    public static OctetRegex compile(String pattern, boolean ignoreCase) throws PcreSyntaxException {
        JavaForm form = JavaForm.of(pattern, ignoreCase);
        try {
            SafeRegex safe = SafeRegex.compile(form.text(), Pattern.UNIX_LINES, LIMITS);
            return new OctetRegex(pattern, form, Pattern.compile(form.text(), Pattern.UNIX_LINES), safe);
        } catch (PatternSyntaxException refused) {
            throw new PcreSyntaxException(refused.getDescription(), pattern.length(), refused);
        }
    }

    public String pattern() {
        return pattern;
    }

    /** Capturing groups. */
    public int groups() {
        return form.groups();
    }

    /** Groups by name, in the order of their numbers. */
    public Map<String, Integer> names() {
        return form.names();
    }

    /**
     * Whether it matches somewhere in a range.
     *
     * @param bounds filled with begin and end of each group, relative to the range, −1 for those without; only of as
     *     many groups as it has room for
     * @throws RegexBudgetExceeded if it would take too long to find out
     */
    public boolean find(byte[] octets, int offset, int length, int[] bounds) {
        Engine engine = spare.getAndSet(null);
        if (engine == null) {
            engine = new Engine(java);
        }
        try {
            return quick(engine, octets, offset, length, bounds);
        } catch (OctetText.Exhausted | StackOverflowError hard) {
            return thorough(octets, offset, length, bounds);
        } finally {
            engine.text.clear();
            spare.set(engine);
        }
    }

    private boolean quick(Engine engine, byte[] octets, int offset, int length, int[] bounds) {
        Matcher matcher = engine.matcher;
        engine.text.set(octets, offset, length, QUICK_STEPS + (long) QUICK_STEPS_PER_OCTET * length);
        matcher.reset();
        if (!matcher.find()) {
            return false;
        }
        for (int group = 0; group <= form.groups() && 2 * group + 1 < bounds.length; group++) {
            bounds[2 * group] = matcher.start(group);
            bounds[2 * group + 1] = matcher.end(group);
        }
        return true;
    }

    private boolean thorough(byte[] octets, int offset, int length, int[] bounds) {
        SafeMatcher matcher = safe.matcher(new String(octets, offset, length, StandardCharsets.ISO_8859_1));
        if (!matcher.find()) {
            return false;
        }
        for (int group = 0; group <= form.groups() && 2 * group + 1 < bounds.length; group++) {
            bounds[2 * group] = matcher.start(group);
            bounds[2 * group + 1] = matcher.end(group);
        }
        return true;
    }

    @Override
    public String toString() {
        return pattern;
    }
}
