package millrace.bench.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a request says, for protocols that write it in another way than HTTP/1.1.
 *
 * @param fields without those that speak about the connection; names in small letters, values a byte a character
 * @param body {@code null} when there is none
 */
record RequestParts(String method, String path, String host, List<RequestBytes.Field> fields, byte[] body) {
    /** Source: RFC 9113, section 8.2.2. */
    private static final List<String> OF_CONNECTION =
            List.of("connection", "host", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

    private static final String HEAD_END = "\r\n\r\n";

    static RequestParts of(byte[] request) {
        String text = new String(request, ISO_8859_1);
        int headEnd = text.indexOf(HEAD_END);
        String[] lines = text.substring(0, headEnd).split("\r\n");
        int pathBegin = lines[0].indexOf(' ') + 1;
        String host = "";
        List<RequestBytes.Field> fields = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            String name = lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
            String value = lines[i].substring(colon + 1).strip();
            if (name.equals("host")) {
                host = value;
            } else if (!OF_CONNECTION.contains(name)) {
                fields.add(new RequestBytes.Field(name, value));
            }
        }
        int bodyBegin = headEnd + HEAD_END.length();
        return new RequestParts(lines[0].substring(0, pathBegin - 1),
                lines[0].substring(pathBegin, lines[0].lastIndexOf(' ')), host, List.copyOf(fields),
                bodyBegin == request.length ? null : Arrays.copyOfRange(request, bodyBegin, request.length));
    }
}
