package millrace.gateway.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import millrace.gateway.variable.Variables;

/** One complete configuration: what all loops serve from until the next one takes its place. Immutable once read. */
public final class Configuration {
    private final Registry registry;
    private final Source source;
    private final Variables variables;
    private final Variables streamVariables;
    private final Scope main;
    private final List<ConfigException> warnings = new ArrayList<>();
    private final List<Completion> completions = new ArrayList<>();
    private final List<Runnable> endings = new ArrayList<>();
    private final Set<SettingsKey<?>> made = new HashSet<>();
    /** Settings that nothing in the files made; also used when the configuration serves, so by several threads. */
    private final Map<SettingsKey<?>, Settings<?>> usual = new ConcurrentHashMap<>();
    private List<SourceFile> files = List.of();
    private List<Statement> statements = List.of();

    Configuration(Registry registry, Source source) {
        this.registry = registry;
        this.source = source;
        variables = new Variables(registry.http());
        streamVariables = new Variables(registry.stream());
        main = new Scope(Context.MAIN, null, null, this);
    }

    /** Something to do when all is read and settings are inherited; still in the one thread that reads. */
    @FunctionalInterface
    public interface Completion {
        void run() throws ConfigException;
    }

    /** Reads a configuration; the first mistake ends it. */
    public static Configuration read(Registry registry, Source source) throws ConfigException {
        return new Reading(registry, source).strictly();
    }

    /** Reads a configuration to its end, whatever is wrong with it; it may serve only if nothing is. */
    public static Configuration readAll(Registry registry, Source source, List<ConfigException> mistakes) {
        Reading reading = new Reading(registry, source);
        mistakes.addAll(reading.all());
        return reading.configuration();
    }

    /** The outermost level. */
    public Scope main() {
        return main;
    }

    public Registry registry() {
        return registry;
    }

    public Source source() {
        return source;
    }

    public Variables variables() {
        return variables;
    }

    /** Those of {@code stream}. */
    public Variables streamVariables() {
        return streamVariables;
    }

    /** All files that it was read from, as {@code -T} shows them. */
    public List<SourceFile> files() {
        return files;
    }

    /** What stands at the top of the files, those of {@code -g} first; included files are where they are included. */
    public List<Statement> statements() {
        return statements;
    }

    void read(List<SourceFile> allFiles, List<Statement> tree) {
        files = List.copyOf(allFiles);
        statements = List.copyOf(tree);
    }

    /** A file named in the configuration, relative to the prefix, as logs and documents are. */
    public Path prefixPath(String name) {
        return Octets.path(source.prefix(), name);
    }

    /** A file named in the configuration, relative to the folder of the main file, as includes and passwords are. */
    public Path confPath(String name) {
        return Octets.path(folder(), name);
    }

    void made(SettingsKey<?> key) {
        made.add(key);
    }

    /** The keys to complete: what was made, and what belongs to a feature. */
    List<SettingsKey<?>> keys() {
        return SettingsKey.all().stream().filter(key -> made.contains(key) || registry.owns(key)).toList();
    }

    /** The defaults of settings that were not completed. */
    @SuppressWarnings("unchecked") // Each key is mapped to settings of its own type.
    <S extends Settings<S>> S usual(SettingsKey<S> key) {
        return (S) usual.computeIfAbsent(key, k -> {
            try {
                S fresh = key.fresh();
                fresh.inherit(null, main);
                return fresh;
            } catch (ConfigException e) {
                throw new IllegalStateException("the defaults of settings are never wrong", e);
            }
        });
    }

    /** The folder of the main file. */
    Path folder() {
        Path folder = source.file().getParent();
        return folder == null ? Path.of("") : folder;
    }

    /** Says something that is no mistake; the gateway logs it at level warn. */
    public void warn(Place place, String message) {
        warnings.add(new ConfigException(place, message));
    }

    /** What was warned of, in the order of the files. */
    public List<ConfigException> warnings() {
        return Collections.unmodifiableList(warnings);
    }

    /** Leaves something to do for when all is read and inherited. In the order in which it was left. */
    public void whenRead(Completion completion) {
        completions.add(completion);
    }

    /** More may be left while these run. */
    List<Completion> completions() {
        return completions;
    }

    /** Leaves something to do, while it is read, for when nothing is served by it any more. */
    public void whenOver(Runnable ending) {
        endings.add(ending);
    }

    /** Nothing is served by it any more, nor will be. Any thread, once. */
    public void over() {
        endings.forEach(Runnable::run);
    }
}
