package millrace.cli.manage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import millrace.cluster.json.Json;
import millrace.manager.Home;
import millrace.manager.client.DaemonClient;
import millrace.manager.client.DaemonException;

/**
 * Goes through a file of commands in a process of its own, whose folder and environment are those of a user: by Millrace
 * itself, or by another program that speaks the dialect. Writes what came of each in the form of the file.
 */
final class Tutorial {
    /** For all of the file together: what is wrong once makes much else wrong. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

    private final List<String> program;
    private long patienceNanos = PATIENCE_NANOS;

    private Tutorial(List<String> program) {
        this.program = program;
    }

    /** @param args the file, where to write, and the program if it is not Millrace */
    public static void main(String[] args) throws IOException, InterruptedException {
        Tutorial tutorial = new Tutorial(List.of(args).subList(2, args.length));
        List<String> came = new ArrayList<>();
        for (String line : lines(Path.of(args[0]))) {
            came.add(tutorial.come(line));
            Files.write(Path.of(args[1]), came);
        }
    }

    static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream().filter(line -> !line.startsWith("#")).toList();
    }

    /** A process that is just being started or stopped is given time to be what it shall be. */
    private String come(String line) throws IOException, InterruptedException {
        String command = line.substring(0, line.indexOf(" => "));
        int exit = run(words(command), true).exit();
        int question = line.indexOf(" ? ");
        String fields = question < 0 ? "" : line.substring(question + 3);
        long start = System.nanoTime();
        String came;
        do {
            came = command + " => " + exit + " => " + seen(fields);
        } while (!came.equals(line) && System.nanoTime() - start < patienceNanos);
        patienceNanos -= System.nanoTime() - start;
        return came;
    }

    private record Outcome(int exit, String output) {}

    private Outcome run(List<String> words, boolean shown) throws IOException, InterruptedException {
        if (program.isEmpty()) {
            return new Outcome(Manage.run(words), "");
        }
        List<String> command = new ArrayList<>(program);
        command.addAll(words);
        Process process = new ProcessBuilder(command).redirectErrorStream(shown).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }

    private List<?> jlist() throws IOException, InterruptedException {
        if (!program.isEmpty()) {
            // What it has to say of itself, such as that a daemon is started, comes before.
            String list = run(List.of("jlist"), false).output().lines()
                    .filter(line -> line.startsWith("[{") || line.equals("[]"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = list.getBytes(StandardCharsets.UTF_8);
            return (List<?>) Json.read(bytes, 0, bytes.length);
        }
        try (DaemonClient daemon = DaemonClient.connect(Home.ofEnvironment())) {
            return (List<?>) daemon.call("jlist", Map.of());
        } catch (DaemonException e) {
            // After kill there is none, and nothing in the list.
            return List.of();
        }
    }

    private String seen(String fields) throws IOException, InterruptedException {
        Map<String, Integer> counts = new TreeMap<>();
        Map<String, Map<?, ?>> bags = new TreeMap<>();
        for (Object element : jlist()) {
            Map<?, ?> process = (Map<?, ?>) element;
            Map<?, ?> bag = (Map<?, ?>) process.get("pm2_env");
            String name = process.get("name").toString();
            bags.put(name, bag);
            String mode = bag.get("exec_mode").toString().replace("_mode", "");
            counts.merge(name + ":" + mode + ":" + bag.get("status") + ":" + bag.get("restart_time"), 1, Integer::sum);
        }
        StringBuilder seen = new StringBuilder();
        counts.forEach((what, count) -> seen.append(seen.isEmpty() ? "" : " ").append(what).append(count > 1 ? "x" + count : ""));
        String separator = " ? ";
        for (String field : fields.isEmpty() ? new String[0] : fields.split(" (?=[\\w-]+\\.)")) {
            String path = field.substring(0, field.indexOf('='));
            seen.append(separator).append(path).append('=').append(value(path, bags));
            separator = " ";
        }
        return seen.toString();
    }

    private static String value(String path, Map<String, Map<?, ?>> bags) throws IOException {
        String[] names = path.split("\\.");
        Object value = bags.get(names[0]);
        for (int i = 1; i < names.length; i++) {
            value = value instanceof Map<?, ?> map ? map.get(names[i]) : null;
        }
        return ListVerbs.json(value).strip();
    }

    /** As a shell does, as far as quotes go. */
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (char c : (line + " ").toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ' ' && !quoted) {
                words.add(word.toString());
                word.setLength(0);
            } else {
                word.append(c);
            }
        }
        return words;
    }
}
