package millrace.http.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One case out of the files in {@code cases/}: what comes in, and what must come of it.
 *
 * <pre>
 * # a comment
 * case a name, unique in its file
 * as keep underscores line=40                                 (optional: read as a gateway does; its options, or none: "as nginx")
 * limits line=64 fields=128 count=3 body=10 extensions=8      (optional)
 * &gt; GET / HTTP/1.1\r\n                                        (input; nothing is added at the end of a line)
 * &gt; Host: \{a*300}\r\n\r\n                                    (escapes: \r \n \t \0 \\ \xHH \{text*count})
 * = accept GET / keep-alive=true                              (or: refuse 400 BARE_CR, or: incomplete)
 * </pre>
 */
record CaseFile(String file, String name, Limits limits, Leniency leniency, byte[] input, String expected) {

    static List<CaseFile> all() {
        URL folder = CaseFile.class.getResource("/cases");
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            List<CaseFile> cases = new ArrayList<>();
            for (Path file : files.filter(f -> f.toString().endsWith(".case")).sorted().toList()) {
                read(file, cases);
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void read(Path path, List<CaseFile> cases) throws IOException {
        String file = path.getFileName().toString();
        String name = null;
        Limits limits = Limits.DEFAULT;
        Leniency leniency = Leniency.NONE;
        StringBuilder input = new StringBuilder();
        for (String line : Files.readAllLines(path)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String rest = line.substring(line.indexOf(' ') + 1);
            switch (line.substring(0, line.indexOf(' '))) {
                case "case" -> name = rest;
                case "limits" -> limits = limits(rest);
                case "as" -> leniency = leniency(rest);
                case ">" -> input.append(unescape(rest));
                case "=" -> {
                    byte[] bytes = input.toString().getBytes(StandardCharsets.ISO_8859_1);
                    cases.add(new CaseFile(file, name, limits, leniency, bytes, rest.strip()));
                    limits = Limits.DEFAULT;
                    leniency = Leniency.NONE;
                    input.setLength(0);
                }
                default -> throw new IllegalArgumentException(file + ": " + line);
            }
        }
    }

    private static Leniency leniency(String text) {
        List<String> words = List.of(text.split(" "));
        int line = words.stream().filter(w -> w.startsWith("line=")).mapToInt(w -> Integer.parseInt(w.substring(5)))
                .findAny().orElse(1 << 13);
        return Leniency.requests(!words.contains("keep"), words.contains("underscores"), line);
    }

    private static Limits limits(String text) {
        Limits limits = Limits.DEFAULT;
        for (String word : text.split(" ")) {
            int value = Integer.parseInt(word.substring(word.indexOf('=') + 1));
            limits = switch (word.substring(0, word.indexOf('='))) {
                case "line" -> limits.withRequestLineBytes(value);
                case "fields" -> limits.withFields(value, limits.fieldCount());
                case "count" -> limits.withFields(limits.fieldBytes(), value);
                case "body" -> limits.withBodyBytes(value);
                case "extensions" -> new Limits(limits.requestLineBytes(), limits.fieldBytes(), limits.fieldCount(),
                        limits.bodyBytes(), value);
                default -> throw new IllegalArgumentException(text);
            };
        }
        return limits;
    }

    private static String unescape(String s) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < s.length(); i++) {
            if (s.charAt(i) != '\\') {
                out.append(s.charAt(i));
                continue;
            }
            switch (s.charAt(++i)) {
                case 'r' -> out.append('\r');
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                case '0' -> out.append('\0');
                case '\\' -> out.append('\\');
                case 'x' -> {
                    out.append((char) Integer.parseInt(s.substring(i + 1, i + 3), 16));
                    i += 2;
                }
                case '{' -> {
                    int close = s.indexOf('}', i);
                    String text = s.substring(i + 1, s.lastIndexOf('*', close));
                    out.append(unescape(text).repeat(Integer.parseInt(s.substring(s.lastIndexOf('*', close) + 1, close))));
                    i = close;
                }
                default -> throw new IllegalArgumentException("unknown escape in " + s);
            }
        }
        return out.toString();
    }

    @Override
    public String toString() {
        return file + ": " + name;
    }
}
