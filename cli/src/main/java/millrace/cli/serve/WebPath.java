package millrace.cli.serve;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import millrace.http.HttpException;

/** The path of a request as a path in a folder, or a refusal. Pure logic: what leads out of the folder gets no further. */
final class WebPath {
    private WebPath() {}

    /**
     * @param path as sent, percent-encoded
     * @return relative, without a slash in front; empty for the folder itself
     * @throws HttpException 400 for what is not encoded as it must be, 404 for what cannot be a file that is served
     */
    static String relative(String path) throws HttpException {
        String decoded = decoded(path);
        StringBuilder relative = new StringBuilder();
        for (String name : decoded.split("/")) {
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            // Upward, and what is hidden on purpose: .git, .env, .htpasswd.
            if (name.startsWith(".") && !name.equals(".well-known") || name.indexOf('\\') >= 0) {
                throw new HttpException(404, "not found");
            }
            relative.append(relative.isEmpty() ? "" : "/").append(name);
        }
        return relative.toString();
    }

    private static String decoded(String path) throws HttpException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            int octet = c;
            if (c == '%') {
                int high = i + 2 < path.length() ? Character.digit(path.charAt(i + 1), 16) : -1;
                int low = i + 2 < path.length() ? Character.digit(path.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw new HttpException(400, "a percent sign is followed by two hexadecimal digits");
                }
                octet = high << 4 | low;
                i += 2;
            }
            if (octet == 0) {
                throw new HttpException(400, "no name has a zero in it");
            }
            bytes.write(octet);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
        } catch (CharacterCodingException e) {
            throw new HttpException(400, "the path is not in UTF-8");
        }
    }
}
