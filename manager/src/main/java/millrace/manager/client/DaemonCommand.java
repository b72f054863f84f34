package millrace.manager.client;

import java.io.File;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ResolvedModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The command line of the daemon's JVM, on the JDK and the code of this one. It is there for weeks and mostly asleep, so
 * it is made small: idle it holds 44 MB, against 112 MB as a JVM is by default.
 */
final class DaemonCommand {
    private static final String MAIN = "millrace.manager.daemon.Daemon";

    /**
     * A small young generation, which is all in use all the time; an old one that grows only with what lives. C1 alone:
     * its code is a third of C2's, and what a daemon does much of is system calls. What the compiler and the start have
     * left behind goes back to the system.
     */
    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-Xms6m",
            "-Xmn3m",
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=16m",
            "-XX:-UsePerfData",
            "-XX:+UnlockExperimentalVMOptions",
            "-XX:TrimNativeHeapInterval=10000",
            "-Xrs",
            "-Djava.util.logging.SimpleFormatter.format=%1$tF %1$tT.%1$tL %4$s %5$s%6$s%n");

    /** What the daemon never calls. To look into a signed library of 8 MB alone costs it 16 MB. */
    private static final Set<String> NEVER_CALLED = Set.of("org.bouncycastle.provider", "org.snakeyaml.engine");

    private DaemonCommand() {}

    /** @param arguments of its main class */
    static List<String> of(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        cache(command);
        pass("millrace.jvm.args", System.getProperty("millrace.jvm.args"), command);
        pass("millrace.module.path", System.getProperty("jdk.module.path"), command);
        pass("millrace.modules", modules(), command);
        pass("millrace.version", version(), command);
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath(), MAIN));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The start-up cache that the launcher has made beside its flags; one that does not fit is passed over. */
    private static void cache(List<String> command) {
        String flags = System.getProperty("millrace.jvm.args");
        Path cache = flags == null ? null : Path.of(flags).resolveSibling("daemon.aot");
        if (cache != null && Files.exists(cache)) {
            command.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off,cds*=off"));
        }
    }

    /** For the commands of Java apps, which run on modules. */
    private static void pass(String property, String value, List<String> command) {
        if (value != null) {
            command.add("-D" + property + "=" + value);
        }
    }

    /** That the build gave the module; a class path knows of none. */
    private static String version() {
        ModuleDescriptor descriptor = DaemonCommand.class.getModule().getDescriptor();
        return descriptor == null
                ? System.getProperty("millrace.version")
                : descriptor.rawVersion().orElse(null);
    }

    private static String modules() {
        return ModuleLayer.boot().modules().stream()
                .map(Module::getName)
                .filter(name -> name.startsWith("millrace."))
                .sorted()
                .collect(Collectors.joining(","));
    }

    /** A class path, although we are modules: with it the JDK's own archive serves in full. */
    private static String classPath() {
        var module = ModuleLayer.boot().configuration().findModule("millrace.manager");
        if (module.isEmpty()) {
            return System.getProperty("java.class.path");
        }
        Set<ResolvedModule> read = new LinkedHashSet<>();
        add(module.get(), read);
        return read.stream()
                .map(each -> Path.of(each.reference().location().orElseThrow()).toString())
                .sorted()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void add(ResolvedModule module, Set<ResolvedModule> read) {
        boolean ofTheSystem = module.name().startsWith("java.") || module.name().startsWith("jdk.");
        if (!ofTheSystem && !NEVER_CALLED.contains(module.name()) && read.add(module)) {
            module.reads().forEach(each -> add(each, read));
        }
    }
}
