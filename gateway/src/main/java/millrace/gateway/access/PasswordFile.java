package millrace.gateway.access;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lines {@code name:hash}, perhaps with more behind another colon. Read line by line, however long the file is. */
final class PasswordFile {
    /** What it says of a name and a password. */
    enum Verdict { GOOD, WRONG, UNKNOWN }

    private PasswordFile() {}

    /** Takes its time: not for a loop's thread. */
    static Verdict check(Path path, String user, String password) throws IOException {
        String hash = find(path, user);
        return hash == null ? Verdict.UNKNOWN : PasswordHash.matches(password, hash) ? Verdict.GOOD : Verdict.WRONG;
    }

    private static String find(Path path, String user) throws IOException {
        String begin = user + ":";
        try (BufferedReader lines = Files.newBufferedReader(path, StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#") && line.startsWith(begin)) {
                    int end = line.indexOf(':', begin.length());
                    return end < 0 ? line.substring(begin.length()) : line.substring(begin.length(), end);
                }
            }
        }
        return null;
    }
}
