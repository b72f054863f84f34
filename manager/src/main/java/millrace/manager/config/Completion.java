package millrace.manager.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import millrace.manager.program.ProgramException;
import millrace.manager.program.Script;

/**
 * Completes what was declared of one app by what stands on the command line and by where the command was given, so that
 * nothing is left that only the command knows: its folder, its environment, its files.
 */
final class Completion {
    /** They say how to complete the others. */
    private static final Set<Attribute> USED_UP = Set.of(
            Attribute.NAME_PREFIX,
            Attribute.APPEND_ENV_TO_NAME,
            Attribute.ENV_FILE,
            Attribute.PORT);

    /** Of an app that is there already they are changed by other commands. */
    private static final Set<Attribute> OF_ITS_BIRTH = Set.of(Attribute.SCRIPT, Attribute.INSTANCES);

    private static final List<Attribute> FILES =
            List.of(Attribute.OUT_FILE, Attribute.ERROR_FILE, Attribute.LOG_FILE, Attribute.PID_FILE);

    private final Declaration declaration;
    private final ProcessFile.Content file;
    private final Invocation invocation;
    private final List<String> notes;
    private final Attributes given;

    /** @param notes gets a sentence for each thing that the user should know */
    Completion(Declaration declaration, ProcessFile.Content file, Invocation invocation, List<String> notes)
            throws ConfigException {
        this.declaration = declaration;
        this.file = file;
        this.invocation = invocation;
        this.notes = notes;
        Map<String, Object> all = new LinkedHashMap<>(
                Attributes.read(declaration.given(), declaration.place(), notes::add).values());
        all.putAll(Attributes.read(invocation.options(), name -> "", notes::add).values());
        this.given = new Attributes(all);
        if (word().isBlank()) {
            throw wrong(Attribute.SCRIPT, new ConfigException("an app needs a \"script\""));
        }
    }

    private String word() throws ConfigException {
        return given.has(Attribute.SCRIPT) ? given.text(Attribute.SCRIPT) : "";
    }

    String name() throws ConfigException {
        String prefix = given.has(Attribute.NAME_PREFIX) ? given.text(Attribute.NAME_PREFIX) : "";
        String name = given.has(Attribute.NAME)
                ? given.text(Attribute.NAME)
                : AppConfigReader.bareName(Attributes.path(Attribute.SCRIPT, word()));
        boolean append = given.flag(Attribute.APPEND_ENV_TO_NAME) && invocation.environmentName() != null;
        return prefix + name + (append ? "-" + invocation.environmentName() : "");
    }

    /** Complete, in canonical form. */
    Map<String, Object> attributes() throws ConfigException {
        Path cwd = cwd();
        Map<String, String> environment = new AppEnvironment(given, invocation, file.variables()).of(cwd);
        Script script = script(cwd, environment);
        Map<String, Object> complete = new LinkedHashMap<>();
        complete.put(Attribute.NAME.key(), name());
        complete.putAll(given.values());
        complete.put(Attribute.NAME.key(), name());
        complete.put(Attribute.SCRIPT.key(), script.file().toString());
        complete.put(Attribute.CWD.key(), cwd.toString());
        if (!script.args().isEmpty()) {
            complete.put(Attribute.ARGS.key(), commandLine(script));
            complete.put(Attribute.INTERPRETER.key(), script.interpreter());
        }
        absolute(complete, cwd, invocation);
        NodeApp.known(script.file(), given, complete);
        complete.put(Attribute.ENV.key(), environment);
        USED_UP.forEach(attribute -> complete.remove(attribute.key()));
        Attributes attributes = new Attributes(complete);
        PortOfMany.note(attributes).ifPresent(notes::add);
        return attributes.values();
    }

    /** What the options say of an app that is there already: {@link Declared#options}. */
    static Map<String, Object> options(Invocation invocation) throws ConfigException {
        Map<String, Object> options = new LinkedHashMap<>(
                Attributes.read(invocation.options(), name -> "", note -> {}).values());
        USED_UP.forEach(attribute -> options.remove(attribute.key()));
        OF_ITS_BIRTH.forEach(attribute -> options.remove(attribute.key()));
        absolute(options, invocation.cwd(), invocation);
        if (options.get(Attribute.CWD.key()) instanceof String cwd) {
            options.put(Attribute.CWD.key(), invocation.cwd().resolve(path(Attribute.CWD, cwd, invocation)).normalize().toString());
        }
        return options;
    }

    /** Relative to where the command is given, as with PM2; else to where the file is. */
    private Path cwd() throws ConfigException {
        if (!given.has(Attribute.CWD)) {
            boolean beside = Files.exists(file.folder().resolve(path(Attribute.SCRIPT, word())))
                    && !Files.exists(invocation.cwd().resolve(path(Attribute.SCRIPT, word())));
            return beside ? file.folder() : invocation.cwd();
        }
        Path cwd = path(Attribute.CWD, given.text(Attribute.CWD));
        for (Path start : List.of(invocation.cwd(), file.folder())) {
            Path there = start.resolve(cwd).normalize();
            if (Files.isDirectory(there)) {
                return there;
            }
        }
        throw wrong(Attribute.CWD, new ConfigException("there is no folder " + invocation.cwd().resolve(cwd).normalize()));
    }

    private Path path(Attribute attribute, String name) throws ConfigException {
        return path(attribute, name, invocation);
    }

    private static Path path(Attribute attribute, String name, Invocation invocation) throws ConfigException {
        String home = invocation.environment().get("HOME");
        return Attributes.path(attribute, home != null && name.startsWith("~/") ? home + name.substring(1) : name);
    }

    private Script script(Path cwd, Map<String, String> environment) throws ConfigException {
        List<String> own = invocation.programs().get(word());
        try {
            if (own != null && !Files.exists(cwd.resolve(word()))) {
                return Script.named(own.getFirst(), cwd, environment)
                        .withInterpreter(Script.NONE)
                        .withArgs(own.subList(1, own.size()));
            }
            return Script.named(path(Attribute.SCRIPT, word()).toString(), cwd, environment);
        } catch (ProgramException e) {
            throw wrong(Attribute.SCRIPT, new ConfigException(e.getMessage(), e));
        }
    }

    /** Those of a command line for bash, whose own arguments, if any, follow the line; a program of ours takes none. */
    private List<String> commandLine(Script script) throws ConfigException {
        List<String> own = given.names(Attribute.ARGS);
        if (own.isEmpty() || !script.args().getFirst().equals("-c")) {
            return script.args();
        }
        List<String> args = new ArrayList<>(script.args());
        args.set(args.size() - 1, args.getLast() + " \"$@\"");
        args.add("bash");
        args.addAll(own);
        return List.copyOf(args);
    }

    private static void absolute(Map<String, Object> attributes, Path cwd, Invocation invocation) throws ConfigException {
        for (Attribute file : FILES) {
            if (attributes.get(file.key()) instanceof String name) {
                boolean nowhere = name.equals("NULL") || name.equals("/dev/null");
                attributes.put(file.key(), nowhere
                        ? "/dev/null"
                        : cwd.resolve(path(file, name, invocation)).normalize().toString());
            }
        }
    }

    private ConfigException wrong(Attribute attribute, ConfigException e) {
        String name = declaration.given().keySet().stream()
                .filter(key -> Attribute.named(key).filter(attribute::equals).isPresent())
                .findFirst()
                .orElse(attribute.key());
        return e.in(declaration.place().apply(name));
    }
}
