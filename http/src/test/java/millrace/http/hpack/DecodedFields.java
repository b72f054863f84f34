package millrace.http.hpack;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a decoder tells: {@code name: value}, and a line of dots for what was too much. */
public final class DecodedFields extends FieldSink {
    public static final String OVERFLOW = "...";

    final List<String> lines = new ArrayList<>();

    DecodedFields() {
        super(new byte[0]);
    }

    /** What a block holds, or why it does not. */
    public static String of(HpackDecoder decoder, byte[] block, int mostListBytes) {
        DecodedFields fields = new DecodedFields();
        return switch (decoder.decode(block, 0, block.length, mostListBytes, fields)) {
            case HpackDecoder.DONE -> String.join("\n", fields.lines);
            case HpackDecoder.MALFORMED -> "malformed";
            default -> "bomb";
        };
    }

    @Override
    protected void field(int nameStart, int nameEnd, int valueStart, int valueEnd) {
        lines.add(text(nameStart, nameEnd) + ": " + text(valueStart, valueEnd));
    }

    @Override
    protected void overflow() {
        lines.add(OVERFLOW);
    }

    private String text(int from, int to) {
        return new String(bytes(), from, to - from, StandardCharsets.ISO_8859_1);
    }
}
