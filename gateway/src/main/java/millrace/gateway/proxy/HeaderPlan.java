package millrace.gateway.proxy;

import java.util.ArrayList;
import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Place;
import millrace.gateway.config.Scope;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.variable.Template;
import millrace.http.codec.Fields;
import millrace.http.codec.Output;

/**
 * The fields of the requests of one level: those that the configuration sets, and which of the client's go with them.
 * Immutable; writing allocates nothing as long as the variables do not.
 */
final class HeaderPlan {
    private static final Place NOWHERE = new Place("proxy_set_header", 0);
    private static final byte[] SEPARATOR = {':', ' '};

    /** Fields of one connection, not of the request, or written by {@link RequestWriter}. */
    private static final List<String> OWN = List.of("Host", "Connection", "Content-Length", "Transfer-Encoding", "TE",
            "Keep-Alive", "Expect", "Upgrade");

    private final byte[][] names;
    private final Template[] values;
    private final NameSet notPassed;
    private final boolean framed;
    private final boolean host;
    private final boolean te;

    HeaderPlan(List<SetHeader> set, int minorVersion, Scope scope) throws ConfigException {
        List<SetHeader> all = new ArrayList<>(set); // The defaults come behind, as nginx has them.
        host = !lacks(set, "Host");
        te = lacks(set, "TE");
        if (!host && minorVersion < 2) {
            all.add(new SetHeader("Host", Template.compile("$proxy_host", scope, NOWHERE)));
        }
        if (minorVersion == 0 && lacks(set, "Connection")) {
            all.add(new SetHeader("Connection", Template.constant("close")));
        }
        // An empty constant only keeps the client's field back.
        List<SetHeader> written = all.stream().filter(h -> !h.value().source().isEmpty()).toList();
        names = written.stream().map(h -> Output.ascii(h.name() + ": ")).toArray(byte[][]::new);
        values = written.stream().map(SetHeader::value).toArray(Template[]::new);
        List<String> skipped = new ArrayList<>(OWN);
        set.forEach(h -> skipped.add(h.name()));
        notPassed = new NameSet(skipped);
        framed = lacks(set, "Content-Length") && lacks(set, "Transfer-Encoding");
    }

    private static boolean lacks(List<SetHeader> set, String name) {
        return set.stream().noneMatch(h -> h.name().equalsIgnoreCase(name));
    }

    /** Whether the length of the body is ours to tell: the configuration does not. */
    boolean isFramed() {
        return framed;
    }

    /** Whether it says itself whom a request is for. */
    boolean setsHost() {
        return host;
    }

    /** Whether it does not say itself which codings are welcome. */
    boolean passesTe() {
        return te;
    }

    /** The fields that the configuration sets. */
    void writeOwn(Exchange x, Output out) {
        for (int i = 0; i < names.length; i++) {
            int before = out.length();
            out.put(names[i]);
            int value = out.length();
            values[i].write(x, out);
            if (out.length() == value) {
                out.truncate(before); // What is empty is not sent.
            } else {
                FieldValue.clean(out, value);
                out.crlf();
            }
        }
    }

    /** The client's fields, but those that are set or of its connection. */
    void writePassed(Fields fields, Output out) {
        byte[] b = fields.buffer();
        for (int i = 0; i < fields.count(); i++) {
            int name = fields.nameStart(i);
            int nameEnd = fields.nameEnd(i);
            if (notPassed.has(b, name, nameEnd)) {
                continue;
            }
            int value = fields.valueStart(i);
            int valueEnd = fields.valueEnd(i);
            if (value == nameEnd + 2 && b[nameEnd + 1] == ' ') {
                out.put(b, name, valueEnd - name).crlf();
            } else {
                out.put(b, name, nameEnd - name).put(SEPARATOR).put(b, value, valueEnd - value).crlf();
            }
        }
    }
}
