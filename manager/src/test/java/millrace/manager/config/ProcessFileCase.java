package millrace.manager.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import millrace.manager.Home;

/**
 * A test case that is a file: a sentence, what the command is given, files, and what the apps come to.
 *
 * <pre>
 * What is promised.
 * start: ecosystem.json        the process file, from the folder of the files
 * env: production              --env
 * only: a b                    --only
 * option: max_restarts=3       on the command line
 * inherit: FOO=1               in the environment of the command
 * --- ecosystem.json
 * …
 * --- expect
 * api restart.maxRestarts = 3
 * error = …                    or what is wrong
 * note = …
 * </pre>
 *
 * In what is expected, {@code $DIR} is the folder of the files.
 */
record ProcessFileCase(String name, Map<String, List<String>> header, Map<String, String> files, List<String> expected) {
    private static final Path FOLDER = Path.of("src/test/resources/process-files");

    static List<ProcessFileCase> all() throws IOException {
        List<ProcessFileCase> cases = new ArrayList<>();
        try (var paths = Files.list(FOLDER)) {
            for (Path path : paths.sorted().toList()) {
                cases.add(read(path));
            }
        }
        return cases;
    }

    private static ProcessFileCase read(Path path) throws IOException {
        String[] parts = Files.readString(path).split("(?m)^--- ");
        Map<String, List<String>> header = new HashMap<>();
        for (String line : parts[0].lines().filter(line -> line.contains(": ")).toList()) {
            int colon = line.indexOf(": ");
            header.computeIfAbsent(line.substring(0, colon), key -> new ArrayList<>()).add(line.substring(colon + 2));
        }
        Map<String, String> files = new LinkedHashMap<>();
        List<String> expected = List.of();
        for (int i = 1; i < parts.length; i++) {
            int end = parts[i].indexOf('\n');
            String title = parts[i].substring(0, end);
            String body = parts[i].substring(end + 1);
            if (title.equals("expect")) {
                expected = body.lines().filter(line -> !line.isBlank()).toList();
            } else {
                files.put(title, body);
            }
        }
        return new ProcessFileCase(path.getFileName().toString(), header, files, expected);
    }

    private List<String> given(String key) {
        return header.getOrDefault(key, List.of());
    }

    /** The lines that are expected and do not come, and those on errors and notes that come unexpected. */
    Set<String> differences(Path folder) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue().replace("$DIR", folder.toString()));
        }
        List<String> come = come(folder).stream().map(line -> line.replace(folder.toString(), "$DIR")).toList();
        Set<String> differences = new HashSet<>();
        expected.stream().filter(line -> !come.contains(line)).map(line -> "missing: " + line).forEach(differences::add);
        come.stream()
                .filter(line -> !expected.contains(line) && (line.startsWith("error") || line.startsWith("note")))
                .map(line -> "unexpected: " + line)
                .forEach(differences::add);
        if (!differences.isEmpty()) {
            come.stream().filter(line -> !line.contains(" environment.")).forEach(differences::add);
        }
        return differences;
    }

    private List<String> come(Path folder) {
        List<String> come = new ArrayList<>();
        try {
            Declared declared = Declared.ofFiles(given("start"), invocation(folder));
            declared.notes().forEach(note -> come.add("note = " + note));
            for (Map<String, Object> app : declared.apps()) {
                AppConfig config = AppConfig.of(app, new Home(folder.resolve("home")));
                Flat.of(config).forEach((key, value) -> come.add(config.name() + " " + key + " = " + value));
            }
        } catch (ConfigException e) {
            come.add("error = " + e.getMessage());
        }
        return come;
    }

    private Invocation invocation(Path folder) {
        Map<String, Object> options = new HashMap<>();
        given("option").forEach(pair -> options.put(pair.split("=")[0], pair.substring(pair.indexOf('=') + 1)));
        Map<String, String> environment = new HashMap<>(Map.of("PATH", System.getenv("PATH"), "HOME", "/home/ann"));
        given("inherit").forEach(pair -> environment.put(pair.split("=")[0], pair.substring(pair.indexOf('=') + 1)));
        Set<String> only = new HashSet<>();
        given("only").forEach(names -> only.addAll(List.of(names.split(" "))));
        return new Invocation(options, given("env").stream().findFirst().orElse(null), only,
                folder.resolve(given("cwd").stream().findFirst().orElse("")).normalize(), environment, Map.of());
    }
}
