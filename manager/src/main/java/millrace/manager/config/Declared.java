package millrace.manager.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The apps that a command is about, ready for the wire.
 *
 * @param apps the complete attributes of each: what {@link AppConfig#of(Map)} takes
 * @param notes what the user should be told, a sentence each
 */
public record Declared(List<Map<String, Object>> apps, List<String> notes) {
    public Declared {
        apps = List.copyOf(apps);
        notes = List.copyOf(notes);
    }

    /**
     * Those of process files. Blocks while Node evaluates one.
     *
     * @param files as they were named
     * @throws ConfigException when something in one is wrong, or it lacks an app that is meant
     */
    public static Declared ofFiles(List<String> files, Invocation given) throws ConfigException {
        List<ProcessFile.Content> contents = new ArrayList<>();
        for (String name : files) {
            contents.add(ProcessFile.read(path(name, given), given.cwd(), given.environment()));
        }
        return of(contents, given);
    }

    /** Those of a text in JSON, as loosely written as in a file: what comes through standard input. */
    public static Declared ofText(String text, Invocation given) throws ConfigException {
        return of(List.of(ProcessFile.ofText(text, given.cwd(), given.environment())), given);
    }

    /**
     * The app of a script.
     *
     * @param script a file, a program in {@code PATH}, or a command line
     * @param args its own; none: those of the options, if any
     */
    public static Declared ofScript(String script, List<String> args, Invocation given) throws ConfigException {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put(Attribute.SCRIPT.key(), script);
        if (!args.isEmpty()) {
            attributes.put(Attribute.ARGS.key(), args);
        }
        Declaration app = new Declaration(attributes, name -> "");
        ProcessFile.Content none = new ProcessFile.Content(given.cwd(), List.of(app), Map.of(), List.of());
        List<String> notes = new ArrayList<>();
        return new Declared(List.of(new Completion(app, none, given, notes).attributes()), notes);
    }

    /**
     * What the options of a command say of apps that are in the list already: {@link ConfigChange#applied} takes it. Paths
     * begin where the command is given.
     */
    public static Map<String, Object> options(Invocation given) throws ConfigException {
        return Completion.options(given);
    }

    /**
     * Only the names of a file's apps, for commands that act on what is in the list: the apps' files may be gone by then.
     *
     * @param file as it was named
     */
    public static List<String> names(String file, Invocation given) throws ConfigException {
        return names(ProcessFile.read(path(file, given), given.cwd(), given.environment()), given);
    }

    /** The same for a text that came through standard input. */
    public static List<String> namesOfText(String text, Invocation given) throws ConfigException {
        return names(ProcessFile.ofText(text, given.cwd(), given.environment()), given);
    }

    private static List<String> names(ProcessFile.Content content, Invocation given) throws ConfigException {
        List<String> names = new ArrayList<>();
        for (Declaration app : content.apps()) {
            names.add(new Completion(app, content, given, new ArrayList<>()).name());
        }
        names.removeIf(name -> !given.only().isEmpty() && !given.only().contains(name));
        return List.copyOf(names);
    }

    private static Path path(String file, Invocation given) throws ConfigException {
        return given.cwd().resolve(Attributes.path("a process file", file)).normalize();
    }

    private static Declared of(List<ProcessFile.Content> contents, Invocation given) throws ConfigException {
        List<Map<String, Object>> apps = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        Set<String> names = new TreeSet<>();
        boolean variant = given.environmentName() == null;
        for (ProcessFile.Content content : contents) {
            notes.addAll(content.notes());
            for (Declaration app : content.apps()) {
                Completion completion = new Completion(app, content, given, notes);
                names.add(completion.name());
                variant |= app.given().containsKey(Attribute.ENV_PREFIX + given.environmentName());
                if (given.only().isEmpty() || given.only().contains(completion.name())) {
                    apps.add(completion.attributes());
                }
            }
        }
        if (!names.containsAll(given.only())) {
            throw new ConfigException("there is no app " + given.only().stream()
                    .filter(name -> !names.contains(name)).sorted().collect(Collectors.joining(", "))
                    + " in the file; there is " + String.join(", ", names));
        }
        if (!variant) {
            notes.add("no app has env_" + given.environmentName());
        }
        return new Declared(apps, notes);
    }
}
