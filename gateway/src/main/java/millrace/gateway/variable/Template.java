package millrace.gateway.variable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Place;
import millrace.gateway.config.Scope;
import millrace.gateway.exchange.Exchange;
import millrace.http.codec.Output;

/**
 * A text with variables: {@code "$a${b}text$1"}. Compiled once; writing it allocates nothing beyond what its variables
 * do. Immutable.
 */
public final class Template {
    private final String source;
    private final byte[][] texts;
    private final Slot[] slots;

    /** Part i is texts[i] if that is not null, else slots[i]. */
    private Template(String source, List<byte[]> texts, List<Slot> slots) {
        this.source = source;
        this.texts = texts.toArray(byte[][]::new);
        this.slots = slots.toArray(Slot[]::new);
    }

    /** A text without variables, dollar signs or not. */
    public static Template constant(String text) {
        return new Template(text, List.of(text.getBytes(StandardCharsets.ISO_8859_1)), Arrays.asList((Slot) null));
    }

    /**
     * @param source one character for each octet
     * @param scope whose configuration the variables are of
     */
    public static Template compile(String source, Scope scope, Place place) throws ConfigException {
        return compile(source, scope.variables(), place);
    }

    static Template compile(String source, Variables variables, Place place) throws ConfigException {
        List<byte[]> texts = new ArrayList<>();
        List<Slot> slots = new ArrayList<>();
        int at = 0;
        while (at < source.length()) {
            int dollar = source.indexOf('$', at);
            int end = dollar < 0 ? source.length() : dollar;
            if (end > at) {
                texts.add(source.substring(at, end).getBytes(StandardCharsets.ISO_8859_1));
                slots.add(null);
            }
            at = end;
            if (dollar >= 0) {
                at = VariableName.end(source, dollar, place);
                texts.add(null);
                slots.add(variables.slot(VariableName.of(source, dollar, at), place));
            }
        }
        return new Template(source, texts, slots);
    }

    /** As it stands in the configuration. */
    public String source() {
        return source;
    }

    public boolean isConstant() {
        for (Slot each : slots) {
            if (each != null) {
                return false;
            }
        }
        return true;
    }

    /** Whether it is the same whenever a request asks for it: nothing in it changes on the way through the phases. */
    boolean isSteady() {
        for (Slot each : slots) {
            if (each != null && !SteadyNames.has(each.name())) {
                return false;
            }
        }
        return true;
    }

    /** Whether there is not even a constant octet. */
    public boolean isEmpty() {
        return source.isEmpty();
    }

    /** Appends the text; a variable without a value adds nothing. */
    public void write(Exchange x, Output to) {
        for (int i = 0; i < texts.length; i++) {
            byte[] text = texts[i];
            if (text != null) {
                to.put(text);
            } else {
                slots[i].write(x, to);
            }
        }
    }

    /** How a log writes a variable: it escapes, and shows that there is no value. */
    @FunctionalInterface
    public interface SlotWriter {
        void write(Slot slot, Exchange x, Output to);
    }

    /** As {@link #write(Exchange, Output)}, with the variables written in another way. */
    public void write(Exchange x, Output to, SlotWriter variables) {
        for (int i = 0; i < texts.length; i++) {
            byte[] text = texts[i];
            if (text != null) {
                to.put(text);
            } else {
                variables.write(slots[i], x, to);
            }
        }
    }

    /** The text, one character for each octet; for paths where an allocation does not matter. */
    public String text(Exchange x) {
        if (isConstant()) {
            return source;
        }
        Output to = new Output(64);
        write(x, to);
        return new String(to.bytes(), 0, to.length(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return source;
    }
}
