package millrace.gateway.config;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Names of files with {@code * ? [a-z]} in any folder of the path, as glob(7): a leading dot is matched by a dot
 * only.
 */
final class Glob {
    private Glob() {}

    static boolean isPattern(String name) {
        return name.indexOf('*') >= 0 || name.indexOf('?') >= 0 || name.indexOf('[') >= 0;
    }

    /** All that match, in order of their names; a folder that cannot be read counts as empty. */
    static List<Path> expand(Path pattern) throws IOException {
        List<Path> found = List.of(pattern.getRoot());
        for (Path part : pattern) {
            List<Path> deeper = new ArrayList<>();
            for (Path each : found) {
                descend(each, part.toString(), deeper);
            }
            found = deeper;
        }
        return found;
    }

    private static void descend(Path folder, String part, List<Path> to) throws IOException {
        if (!isPattern(part)) {
            Path next = folder.resolve(part);
            if (Files.exists(next)) {
                to.add(next);
            }
        } else if (Files.isReadable(folder) && Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, e ->
                    matches(part, e.getFileName().toString()))) {
                List<Path> names = new ArrayList<>();
                entries.forEach(names::add);
                names.sort(null);
                to.addAll(names);
            }
        }
    }

    static boolean matches(String pattern, String name) {
        return (pattern.startsWith(".") || !name.startsWith(".")) && matches(pattern, 0, name, 0);
    }

    /** The classic: on a mismatch the last star takes one character more. */
    private static boolean matches(String pattern, int p, String name, int n) {
        int star = -1;
        int mark = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = ++p;
                mark = n;
                continue;
            }
            int next = p < pattern.length() ? one(pattern, p, name.charAt(n)) : -1;
            if (next > 0) {
                p = next;
                n++;
            } else if (star >= 0) {
                p = star;
                n = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Where the pattern goes on if what stands at an index matches a character; else -1. */
    private static int one(String pattern, int p, char c) {
        char first = pattern.charAt(p);
        int close = first == '[' ? pattern.indexOf(']', p + 2) : -1;
        if (close < 0) {
            return first == '?' || first == c ? p + 1 : -1;
        }
        boolean negated = pattern.charAt(p + 1) == '!' || pattern.charAt(p + 1) == '^';
        boolean in = false;
        for (int i = negated ? p + 2 : p + 1; i < close; i++) {
            char low = pattern.charAt(i);
            if (i + 2 < close && pattern.charAt(i + 1) == '-') {
                in |= low <= c && c <= pattern.charAt(i + 2);
                i += 2;
            } else {
                in |= low == c;
            }
        }
        return in != negated ? close + 1 : -1;
    }
}
