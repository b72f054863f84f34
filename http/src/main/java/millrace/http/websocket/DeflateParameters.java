package millrace.http.websocket;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import millrace.http.websocket.WebSocketOptions.Compression;

/**
 * What both sides have agreed on for permessage-deflate (RFC 7692 section 7.1).
 *
 * @param serverNoContext whether messages of the server do not refer to earlier ones
 * @param clientNoContext the same for the client
 * @param serverWindowBits how far back messages of the server refer: 2 to that power, from 8 to 15; 0 when it is not said
 * @param clientWindowBits the same for the client; −1 when it may be said, but is not
 */
record DeflateParameters(boolean serverNoContext, boolean clientNoContext, int serverWindowBits, int clientWindowBits) {
    static final String NAME = "permessage-deflate";
    private static final int UNSAID = 0;
    private static final int UP_TO_SERVER = -1;
    private static final int MOST_BITS = 15;

    /** What a client offers. */
    static String offer(Compression how) {
        return NAME + (how.receivesWithContext() ? "" : "; server_no_context_takeover")
                + (how.sendsWithContext() ? "" : "; client_no_context_takeover") + "; client_max_window_bits";
    }

    /**
     * What a server agrees to: the first offer that it understands.
     *
     * @param extensions the values of Sec-WebSocket-Extensions, joined; may be {@code null}
     * @return {@code null} for none
     */
    static DeflateParameters accept(String extensions, Compression how) {
        if (extensions == null || how == null) {
            return null;
        }
        for (String offer : split(extensions, ',')) {
            DeflateParameters offered = parse(offer);
            if (offered != null) {
                return new DeflateParameters(offered.serverNoContext || !how.sendsWithContext(),
                        offered.clientNoContext || !how.receivesWithContext(), offered.serverWindowBits, UNSAID);
            }
        }
        return null;
    }

    /** What a server has agreed to; {@code null} when that is not what {@link #offer} has offered. */
    static DeflateParameters agreed(String answer, Compression how) {
        DeflateParameters agreed = how == null ? null : parse(answer);
        boolean kept = agreed != null && agreed.clientWindowBits != UP_TO_SERVER
                && (agreed.serverNoContext || how.receivesWithContext());
        return kept ? agreed : null;
    }

    /** As a field's value. */
    String text() {
        return NAME + (serverNoContext ? "; server_no_context_takeover" : "")
                + (clientNoContext ? "; client_no_context_takeover" : "")
                + (serverWindowBits > 0 ? "; server_max_window_bits=" + serverWindowBits : "")
                + (clientWindowBits > 0 ? "; client_max_window_bits=" + clientWindowBits : "");
    }

    int serverBits() {
        return serverWindowBits > 0 ? serverWindowBits : MOST_BITS;
    }

    int clientBits() {
        return clientWindowBits > 0 ? clientWindowBits : MOST_BITS;
    }

    /** One offer or answer; {@code null} when it is for something else, or not what the specification has. */
    private static DeflateParameters parse(String extension) {
        List<String> parts = split(extension, ';');
        if (!parts.getFirst().equalsIgnoreCase(NAME)) {
            return null;
        }
        List<String> seen = new ArrayList<>();
        int serverBits = UNSAID;
        int clientBits = UNSAID;
        for (String part : parts.subList(1, parts.size())) {
            int equals = part.indexOf('=');
            String name = (equals < 0 ? part : part.substring(0, equals).strip()).toLowerCase(Locale.ROOT);
            String value = equals < 0 ? null : unquoted(part.substring(equals + 1).strip());
            boolean known = !seen.contains(name) && switch (name) {
                case "server_no_context_takeover", "client_no_context_takeover" -> value == null;
                case "server_max_window_bits" -> (serverBits = bits(value)) > 0;
                case "client_max_window_bits" -> (clientBits = value == null ? UP_TO_SERVER : bits(value)) != UNSAID;
                default -> false;
            };
            if (!known) {
                return null;
            }
            seen.add(name);
        }
        return new DeflateParameters(seen.contains("server_no_context_takeover"),
                seen.contains("client_no_context_takeover"), serverBits, clientBits);
    }

    private static int bits(String value) {
        if (value == null || !value.matches("[89]|1[0-5]")) {
            return UNSAID;
        }
        return Integer.parseInt(value);
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /** The parts between separators that are not within quotes. */
    private static List<String> split(String list, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            quoted ^= c == '"';
            if (c == separator && !quoted) {
                parts.add(list.substring(start, i).strip());
                start = i + 1;
            }
        }
        parts.add(list.substring(start).strip());
        return parts;
    }
}
