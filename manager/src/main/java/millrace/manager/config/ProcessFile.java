package millrace.manager.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import millrace.manager.program.SearchPath;

/**
 * A file that declares apps. Its name says how it is written, by PM2's rule: any name with {@code .json}, {@code .yml},
 * {@code .yaml}, {@code .config.js}, {@code .config.cjs} or {@code .config.mjs} in it is one.
 */
public final class ProcessFile {
    /** In place of a name. */
    public static final String STANDARD_INPUT = "-";

    private static final List<String> SCRIPTS = List.of(".config.js", ".config.cjs", ".config.mjs");
    private static final int MAX_BYTES = 4 << 20;
    private static final long EVALUATION_MILLIS = 20_000;

    /**
     * What a file says.
     *
     * @param folder that it is in
     * @param variables that it has set for all its apps
     * @param notes what the user should be told
     */
    record Content(Path folder, List<Declaration> apps, Map<String, String> variables, List<String> notes) {}

    private final Path file;
    private final Map<String, String> environment;
    private final Path directory;
    private final String shown;
    private final List<String> notes = new ArrayList<>();

    private ProcessFile(Path file, Path directory, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
        this.directory = directory;
        this.shown = file.startsWith(directory) ? directory.relativize(file).toString() : file.toString();
    }

    /** Whether a path is that of a process file, and not of a program. */
    public static boolean isNamed(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.contains(".json")
                || name.contains(".yml")
                || name.contains(".yaml")
                || SCRIPTS.stream().anyMatch(name::contains);
    }

    /**
     * Reads it; a program is evaluated by Node, which may take a while.
     *
     * @param file absolute
     * @param directory of the command; absolute
     * @param environment of the command
     */
    static Content read(Path file, Path directory, Map<String, String> environment) throws ConfigException {
        ProcessFile read = new ProcessFile(file, directory, environment);
        return read.content(text(file));
    }

    /** What came through standard input: JSON, as loosely as from a file. */
    static Content ofText(String text, Path directory, Map<String, String> environment) throws ConfigException {
        return new ProcessFile(directory.resolve("standard input"), directory, environment).content(text);
    }

    /** Of any file that a user writes for an app. */
    static String text(Path file) throws ConfigException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new ConfigException(file + " is larger than " + (MAX_BYTES >> 20) + " MiB, and so no process file");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new ConfigException("there is no file " + file, e);
        } catch (IOException e) {
            throw new ConfigException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Content content(String text) throws ConfigException {
        String name = file.getFileName().toString();
        try {
            if (name.contains(".yml") || name.contains(".yaml")) {
                return content(YamlReader.read(text, name), text, Map.of());
            }
            if (SCRIPTS.stream().noneMatch(name::contains)) {
                return content(LiteralReader.read(text, file, environment), text, Map.of());
            }
            return evaluated(text);
        } catch (ConfigException e) {
            throw e.getMessage().startsWith(shown) ? e : new ConfigException(placed(e.getMessage()), e);
        }
    }

    /** Plain data needs no Node, which takes longer to start than all else; and it is read without. */
    private Content evaluated(String text) throws ConfigException {
        Document plain;
        try {
            plain = LiteralReader.read(text, file, environment);
        } catch (ConfigException e) {
            Optional<Path> node = SearchPath.of(environment).find("node");
            if (node.isEmpty()) {
                throw new ConfigException(e.getMessage() + ". Install Node for what is more than plain data", e);
            }
            NodeEvaluation.Result result =
                    new NodeEvaluation(node.get(), directory, environment, EVALUATION_MILLIS).of(file);
            Map<String, String> variables = new LinkedHashMap<>();
            result.set().forEach((name, value) -> variables.put((String) name, (String) value));
            return content(new Document(result.value(), new Lines()), text, variables);
        }
        return content(plain, text, Map.of());
    }

    /** {@code line 3: …} becomes {@code file:3: …}. */
    private String placed(String message) {
        Matcher line = Pattern.compile("line ([0-9]+): ").matcher(message);
        return line.lookingAt() ? shown + ":" + line.group(1) + ": " + message.substring(line.end()) : shown + ": " + message;
    }

    private Content content(Document document, String text, Map<String, String> variables) throws ConfigException {
        List<Declaration> apps = new ArrayList<>();
        for (Object app : apps(document.value())) {
            if (!(app instanceof Map<?, ?> fields)) {
                throw new ConfigException("an app is an object with a \"script\", and one of these is none");
            }
            Map<String, Object> given = new LinkedHashMap<>();
            fields.forEach((key, value) -> given.put((String) key, value));
            apps.add(new Declaration(given, place(fields, document.lines(), text)));
        }
        return new Content(file.getParent(), List.copyOf(apps), variables, List.copyOf(notes));
    }

    private List<?> apps(Object value) throws ConfigException {
        if (!(value instanceof Map<?, ?> fields)) {
            return list(value);
        }
        Object apps = fields.containsKey("apps") ? fields.get("apps") : fields.get("pm2");
        if (apps == null && !fields.containsKey("apps") && !fields.containsKey("pm2")) {
            return single(fields);
        }
        for (String other : List.of("deploy", "static")) {
            if (fields.containsKey(other)) {
                notes.add(shown + ": \"" + other + "\" has no effect here");
            }
        }
        return apps instanceof Map<?, ?> one ? apps(one) : list(apps);
    }

    private static List<?> list(Object value) throws ConfigException {
        if (value instanceof List<?> list && !list.isEmpty()) {
            return list;
        }
        throw new ConfigException("no apps are declared: it takes {\"apps\": [{\"script\": …}]}");
    }

    /** One app by itself, unless it cannot be one. */
    private static List<?> single(Map<?, ?> fields) throws ConfigException {
        boolean script = fields.keySet().stream()
                .anyMatch(key -> Attribute.named(String.valueOf(key)).equals(Optional.of(Attribute.SCRIPT)));
        return script ? List.of(fields) : list(null);
    }

    private Function<String, String> place(Map<?, ?> fields, Lines lines, String text) {
        return name -> {
            int line = lines.of(fields, name);
            int found = line > 0 ? line : onlyLine(name, text);
            return shown + ":" + (found > 0 ? found + ": " : " ");
        };
    }

    /** Of an evaluated file nothing says where a name stands; if it stands there once, it is there. */
    private static int onlyLine(String name, String text) {
        Matcher found = Pattern.compile("(?<![\\w$])" + Pattern.quote(name) + "[\"']?\\s*:").matcher(text);
        if (!found.find()) {
            return 0;
        }
        int line = 1 + (int) text.substring(0, found.start()).chars().filter(letter -> letter == '\n').count();
        return found.find() ? 0 : line;
    }
}
