package millrace.cli.manage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import millrace.cli.Failure;
import millrace.manager.config.ConfigException;
import millrace.manager.config.Declared;
import millrace.manager.config.Invocation;
import millrace.manager.config.ProcessFile;

/**
 * {@code start}: scripts, process files and what is in the list already, each target by itself. The command finds out
 * everything that only it can know (folder, files, environment); the daemon gets complete attributes.
 */
final class StartVerb {
    private static final String USUAL_FILE = "ecosystem.config.js";

    private StartVerb() {}

    static int run(Session session) throws Failure, IOException {
        List<String> targets = session.line.targets();
        if (targets.isEmpty()) {
            usualFile(session);
        }
        for (String target : targets) {
            if (isFile(target)) {
                file(session, target, "restart");
            } else if (!session.list(List.of(target)).isEmpty()) {
                again(session, target);
            } else {
                script(session, target);
            }
        }
        ListVerbs.show(session);
        return 0;
    }

    static int file(Session session, String action) throws Failure, IOException {
        for (String target : session.line.targets()) {
            file(session, target, action);
        }
        ListVerbs.show(session);
        return 0;
    }

    /** Standard input counts as one. */
    static boolean isFile(String target) {
        return target.equals(ProcessFile.STANDARD_INPUT) || ProcessFile.isNamed(target);
    }

    private static void usualFile(Session session) throws Failure, IOException {
        if (!Files.exists(Path.of(USUAL_FILE))) {
            throw Failure.of("File " + USUAL_FILE + " not found");
        }
        file(session, USUAL_FILE, "restart");
    }

    private static void again(Session session, String target) throws Failure, IOException {
        List<Integer> ids = session.list(List.of(target)).stream().map(Listed::id).toList();
        session.console.say("Applying action start on app [" + target + "](ids: " + ids + ")");
        Map<String, Object> fields = session.fields(List.of(target));
        fields.putAll(ActVerbs.changes(session));
        session.act("start", fields);
        session.console.say("Process successfully started");
    }

    private static void script(Session session, String target) throws Failure, IOException {
        Declared declared;
        try {
            declared = Declared.ofScript(target, session.line.rest(), invocation(session.line));
        } catch (ConfigException e) {
            throw Failure.of(e.getMessage());
        }
        start(session, declared, Map.of());
    }

    static void start(Session session, Declared declared, Map<String, Object> more) throws IOException {
        session.daemon();
        declared.notes().forEach(session.console::warn);
        if (session.line.has(Option.EXT)) {
            session.console.warn("--ext has no effect: all files count; --ignore-watch names those that do not");
        }
        declared.apps().forEach(app -> session.console.say("Starting " + app.get("script") + " as " + app.get("name")));
        Map<String, Object> fields = session.fields(List.of());
        fields.remove("targets");
        fields.remove("env");
        fields.put("apps", declared.apps());
        fields.putAll(more);
        session.act("start", fields);
        session.console.say("Done.");
    }

    /** @param action for those of its apps that are in the list already: {@code restart} or {@code reload} */
    static void file(Session session, String target, String action) throws Failure, IOException {
        start(session, declared(session, target), Map.of("file", true, "action", action));
    }

    /** {@code stop ecosystem.config.js} and the like. */
    static void known(Session session, String verb, String target) throws Failure, IOException {
        if (verb.equals("restart") || verb.equals("reload")) {
            file(session, target, verb);
            return;
        }
        for (String name : names(session, target)) {
            ActVerbs.act(session, verb, name);
        }
    }

    /** Only the names: what is stopped or deleted may have lost its script. */
    private static List<String> names(Session session, String target) throws Failure, IOException {
        Invocation given = invocation(session.line);
        return read(target, text -> Declared.namesOfText(text, given), file -> Declared.names(file, given));
    }

    private static Declared declared(Session session, String target) throws Failure, IOException {
        return declared(target, invocation(session.line));
    }

    /** Those of a process file, or of standard input. */
    static Declared declared(String target, Invocation given) throws Failure, IOException {
        return read(target, text -> Declared.ofText(text, given), file -> Declared.ofFiles(List.of(file), given));
    }

    /** Reads a text, or a file of this name. */
    private interface Reader<T> {
        T read(String given) throws ConfigException;
    }

    private static <T> T read(String target, Reader<T> ofText, Reader<T> ofFile) throws Failure, IOException {
        try {
            if (target.equals(ProcessFile.STANDARD_INPUT)) {
                return ofText.read(new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
            }
            if (!Files.exists(Path.of(target))) {
                throw Failure.of("File " + target + " not found");
            }
            return ofFile.read(target);
        } catch (ConfigException e) {
            throw Failure.of(e.getMessage());
        }
    }

    static Invocation invocation(Command line) {
        Invocation here = Invocation.here()
                .withOptions(attributes(line))
                .withEnvironmentName(line.value(Option.ENV))
                .withPrograms(Map.of("serve", ServeVerb.command()));
        String only = line.value(Option.ONLY);
        return only == null ? here : here.withOnly(new LinkedHashSet<>(words(only, ",")));
    }

    /** What options say of the app, by canonical names. */
    static Map<String, Object> attributes(Command line) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        line.options().forEach((option, value) -> {
            if (option.attribute != null) {
                attributes.put(option.attribute, value(option, value));
            }
        });
        return attributes;
    }

    private static Object value(Option option, String value) {
        return switch (option) {
            case WATCH -> value.isEmpty() ? true : words(value, "[,\\s]+");
            case IGNORE_WATCH, STOP_EXIT_CODES -> words(value, "[,\\s]+");
            case FILTER_ENV, LOG -> value.isEmpty() ? true : value;
            default -> option.take == Take.NOTHING ? !option.negative() : value;
        };
    }

    private static List<String> words(String text, String separator) {
        List<String> words = new ArrayList<>();
        for (String word : text.strip().split(separator)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }
}
