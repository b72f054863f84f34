package millrace.gateway.exchange;

import java.util.ArrayList;
import java.util.List;

/**
 * The fields behind a reply's body (RFC 9110 section 6.5). Who has any says so before the head is sent, and is asked for
 * them when the body has ended. For the loop's own thread only.
 */
public final class Trailers {
    /** Who has some. */
    @FunctionalInterface
    public interface Source {
        /** Adds them, behind those that are there. */
        void addTo(Exchange x, HeaderList trailers);
    }

    private final List<Source> sources = new ArrayList<>(2);
    private HeaderList lines;

    void clear() {
        sources.clear();
        if (lines != null) {
            lines.clear();
        }
    }

    public void expect(Source source) {
        sources.add(source);
    }

    /** Whether the body has to be framed so that something can follow it. */
    public boolean isExpected() {
        return !sources.isEmpty();
    }

    /** The body has ended. */
    public HeaderList collect(Exchange x) {
        if (lines == null) {
            lines = new HeaderList();
        }
        lines.clear();
        for (Source each : sources) {
            each.addTo(x, lines);
        }
        return lines;
    }

    /** Those that were collected, or {@code null} if none ever were. */
    public HeaderList lines() {
        return lines;
    }
}
