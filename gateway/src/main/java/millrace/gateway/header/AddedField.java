package millrace.gateway.header;

import java.util.ArrayList;
import java.util.List;
import millrace.gateway.conditional.Validators;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.HeaderList;
import millrace.gateway.variable.Scratch;
import millrace.gateway.variable.Template;
import millrace.http.codec.Output;

/**
 * A line of {@code add_header} or {@code add_trailer}. Immutable.
 *
 * @param single whether it takes the place of what is there: of the fields that tell of the body
 * @param always whether replies of errors get it, too
 */
record AddedField(String name, byte[] octets, Template value, boolean single, boolean always) {
    /** {@code add_header_inherit}, {@code add_trailer_inherit}. */
    enum Inheritance { ON, OFF, MERGE }

    static AddedField of(Scope scope, Statement s) throws ConfigException {
        AddedField added = trailer(scope, s);
        boolean single = added.name.equalsIgnoreCase("Last-Modified") || added.name.equalsIgnoreCase("ETag");
        return single ? new AddedField(added.name, added.octets, added.value, true, added.always) : added;
    }

    /** The same behind the body, where it takes nothing's place. */
    static AddedField trailer(Scope scope, Statement s) throws ConfigException {
        if (s.args().size() == 3 && !s.arg(2).equals("always")) {
            throw s.error("invalid parameter \"" + s.arg(2) + "\"", "always");
        }
        String name = s.arg(0);
        return new AddedField(name, Output.ascii(name), Template.compile(s.arg(1), scope, s.place()), false, s.args().size() == 3);
    }

    /** What holds in a level that has lines of its own, in one around which there are others. */
    static List<AddedField> inherit(List<AddedField> own, List<AddedField> outer, Inheritance how) {
        boolean none = own == null || own.isEmpty();
        if (how == Inheritance.MERGE && outer != null && !none) {
            List<AddedField> both = new ArrayList<>(outer);
            both.addAll(own);
            return List.copyOf(both);
        }
        if (none) {
            return how == Inheritance.OFF || outer == null ? List.of() : outer;
        }
        return List.copyOf(own);
    }

    /** Adds it, unless the value is empty. */
    void add(Exchange x, HeaderList to) {
        try (Scratch scratch = Scratch.of(x)) {
            Output text = scratch.output();
            value.write(x, text);
            if (single) {
                replace(x);
            }
            if (text.length() > 0) {
                to.add(octets, text);
            }
        }
    }

    private void replace(Exchange x) {
        if (name.equalsIgnoreCase("Last-Modified")) {
            Validators.clearTime(x.reply());
        } else {
            x.reply().headers().remove(name);
        }
    }

    /** The statuses whose replies get what is not for always. */
    static boolean isUsual(int status) {
        return switch (status) {
            case 200, 201, 204, 206, 301, 302, 303, 304, 307, 308 -> true;
            default -> false;
        };
    }

    /** Whether this one is part of a reply with that status; behind its body, which not all have. */
    boolean trails(int status) {
        return always || isUsual(status) && status != 204 && status != 304;
    }
}
