package millrace.http.codec;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads messages with the codec as a server would, out of pieces, and tells in words what came of them.
 *
 * <p>Whatever is not consumed is kept together, but in a new array that ends where the bytes end, at another offset each
 * time: reading beyond the limit fails, and an offset that was kept as an absolute one shows.
 */
final class MessageTrial {
    private final Limits limits;
    private final RequestParser parser;
    private final RequestHead head = new RequestHead();
    private final BodyDecoder decoder = new BodyDecoder();
    private final StringBuilder body = new StringBuilder();
    private final List<String> outcomes = new ArrayList<>();
    private byte[] kept = {};
    private int keptOffset;
    private int moves;
    private boolean inBody;
    private boolean refused;

    MessageTrial(Limits limits, Leniency leniency) {
        this.limits = limits;
        this.parser = new RequestParser(limits, leniency);
    }

    /** What comes of an input that arrives in one piece, or in pieces that end at the given positions. */
    static List<String> run(Limits limits, Leniency leniency, byte[] input, int... cuts) {
        MessageTrial trial = new MessageTrial(limits, leniency);
        int from = 0;
        for (int cut : cuts) {
            trial.feed(input, from, cut);
            from = cut;
        }
        trial.feed(input, from, input.length);
        return trial.outcomes();
    }

    List<String> outcomes() {
        List<String> all = new ArrayList<>(outcomes);
        boolean something = inBody || kept.length > keptOffset;
        if (!refused && (something || all.isEmpty())) {
            all.add("incomplete");
        }
        return all;
    }

    void feed(byte[] input, int from, int to) {
        if (refused) {
            return;
        }
        int offset = ++moves % 7;
        int pending = kept.length - keptOffset;
        byte[] buffer = new byte[offset + pending + to - from];
        System.arraycopy(kept, keptOffset, buffer, offset, pending);
        System.arraycopy(input, from, buffer, offset + pending, to - from);
        kept = buffer;
        keptOffset = offset;
        while (!refused && step()) { /* one head or one body after the other */ }
    }

    private boolean step() {
        return inBody ? readBody() : readHead();
    }

    private boolean readHead() {
        int length = parser.parse(head, kept, keptOffset, kept.length);
        if (length == RequestParser.REFUSED) {
            return refuse(head.refusal());
        }
        if (length == RequestParser.INCOMPLETE) {
            return false;
        }
        keptOffset += length;
        head.detach();
        decoder.begin(head, limits);
        body.setLength(0);
        inBody = true;
        return true;
    }

    private boolean readBody() {
        while (!decoder.isComplete()) {
            int at = decoder.advance(kept, keptOffset, kept.length);
            if (at == BodyDecoder.REFUSED) {
                return refuse(decoder.refusal());
            }
            int run = (int) Math.min(decoder.remaining(), kept.length - at);
            keptOffset = at + run;
            if (run > 0) {
                body.append(new String(kept, at, run, StandardCharsets.ISO_8859_1));
                decoder.take(run);
            } else if (!decoder.isComplete()) {
                return false;
            }
        }
        outcomes.add(describe());
        head.reset();
        inBody = false;
        return keptOffset < kept.length;
    }

    private boolean refuse(Refusal refusal) {
        outcomes.add("refuse " + refusal.status() + " " + refusal.name());
        refused = true;
        return false;
    }

    private String describe() {
        assertTrue(head.pathIs(head.path()), head.path());
        Map<String, String> facts = new TreeMap<>();
        facts.put("target", head.target());
        facts.put("path", head.path());
        facts.put("query", String.valueOf(head.query()));
        facts.put("authority", String.valueOf(head.authority()));
        facts.put("version", "1." + head.minorVersion());
        facts.put("length", head.contentLength() < 0 ? "chunked" : Long.toString(head.contentLength()));
        facts.put("keep-alive", Boolean.toString(head.keepAlive()));
        facts.put("expect", Boolean.toString(head.expectContinue()));
        facts.put("upgrade", Boolean.toString(head.upgrade()));
        facts.put("body", body.toString());
        facts.put("simple", Boolean.toString(head.isSimple()));
        facts.put("fields", list(head.fields()));
        facts.put("trailers", decoder.trailers() == null ? "" : list(decoder.trailers()));
        StringBuilder text = new StringBuilder("accept " + head.method() + " " + escape(head.target()));
        facts.forEach((key, value) -> text.append("  ").append(key).append('=').append(escape(value)));
        return text.append("  ").toString();
    }

    private static String list(Fields fields) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < fields.count(); i++) {
            text.append(i == 0 ? "" : "|").append(fields.name(i)).append(':').append(fields.value(i));
        }
        return text.toString();
    }

    private static String escape(String text) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '\r' -> out.append("\\r");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> out.append(c < 127 ? Character.toString(c) : "\\x%02x".formatted((int) c));
            }
        }
        return out.toString();
    }

    /** The request once more, written out from what was understood of it. */
    static byte[] rewrite(RequestHead head) {
        StringBuilder text = new StringBuilder();
        text.append(head.method()).append(' ').append(head.target());
        text.append(" HTTP/1.").append(head.minorVersion()).append("\r\n");
        for (int i = 0; i < head.fields().count(); i++) {
            text.append(head.fields().name(i)).append(": ").append(head.fields().value(i)).append("\r\n");
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
