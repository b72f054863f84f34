package millrace.manager.client;

import java.io.File;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The command line of the daemon's JVM, on the JDK and the code of this one. It is there for weeks and mostly asleep, so
 * it is made small: idle it holds 49 MB, against 112 MB as a JVM is by default.
 */
final class DaemonCommand {
    /** The start-up cache's file. */
    static final String CACHE = "daemon.aot";

    private static final String MAIN = "millrace.manager.daemon.Daemon";

    /**
     * A small young generation, which is all in use all the time; an old one that grows only with what lives. C1 alone:
     * its code is a third of C2's, and what a daemon does much of is system calls. What the compiler and the start have
     * left behind goes back to the system. Two of the JVM's threads that look four times a second, and once, whether there is
     * anything to tidy up do so once a minute: asleep, they were a third of all that it did. Calls into C are not compiled for
     * their own sake after a while, which C1 makes nothing of: it took three milliseconds while an app was down.
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
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:AsyncDeflationInterval=60000",
            "-XX:ServiceThreadCleanupInterval=60000",
            "-Xrs",
            "-Djava.lang.invoke.MethodHandle.CUSTOMIZE_THRESHOLD=-1",
            "-Djava.util.logging.SimpleFormatter.format=%1$tF %1$tT.%1$tL %4$s %5$s%6$s%n");

    /** One class of each module and library that the daemon runs on. */
    private static final List<String> ONE_OF_EACH = List.of(
            MAIN,
            "millrace.cluster.Primary",
            "millrace.offload.file.FileWatch",
            "millrace.loop.EventLoop",
            "millrace.os.Socket",
            "com.fasterxml.jackson.core.JsonFactory",
            "org.HdrHistogram.Histogram");

    /**
     * The same of what a gate before workers is made of ({@code --scheduling gateway}), where that is a part of this copy.
     * Nothing of it is loaded, or its files opened, before an app asks for it.
     */
    private static final List<String> GATE = List.of(
            "millrace.cli.gateway.WorkerGates",
            "millrace.gateway.Features",
            "millrace.http.codec.Output",
            "millrace.regex.SafeRegex",
            "com.google.re2j.Pattern");

    private DaemonCommand() {}

    /**
     * The command that starts it.
     *
     * @param more flags of its JVM
     * @param arguments of its main class
     */
    static List<String> of(List<String> more, String... arguments) {
        List<String> command = jvm(more);
        command.add(MAIN);
        command.addAll(List.of(arguments));
        return command;
    }

    /** The same without a main class. */
    static List<String> jvm(List<String> more) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(more);
        pass("millrace.jvm.args", System.getProperty("millrace.jvm.args"), command);
        pass("millrace.module.path", System.getProperty("jdk.module.path"), command);
        pass("millrace.modules", modules(), command);
        pass("millrace.version", version(), command);
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath()));
        return command;
    }

    /** What makes use of the start-up cache that the launcher has made beside its flags, if there is one. */
    static List<String> cached() {
        String flags = System.getProperty("millrace.jvm.args");
        Path cache = flags == null ? null : Path.of(flags).resolveSibling(CACHE);
        return cache != null && Files.exists(cache)
                // One that does not fit is passed over without a word.
                ? List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off,cds*=off")
                : List.of();
    }

    /** For the commands of Java apps, which run on modules. */
    private static void pass(String property, String value, List<String> command) {
        if (value != null) {
            command.add("-D" + property + "=" + value);
        }
    }

    /** That the build gave the module, which is read from its file, since a class path knows of none. */
    private static String version() {
        return ModuleFinder.of(Path.of(place(MAIN))).findAll().stream()
                .findFirst()
                .flatMap(module -> module.descriptor().rawVersion())
                .orElse(null);
    }

    private static String modules() {
        return ModuleLayer.boot().modules().stream()
                .map(Module::getName)
                .filter(name -> name.startsWith("millrace."))
                .sorted()
                .collect(Collectors.joining(","));
    }

    /**
     * A class path even where we are modules: with it the JDK's own archive serves in full. And no more than is needed:
     * to look into a signed library of 8 MB that it never calls costs a JVM 16 MB.
     */
    private static String classPath() {
        List<String> places = new ArrayList<>(ONE_OF_EACH.stream().map(DaemonCommand::place).toList());
        GATE.stream().filter(DaemonCommand::isThere).map(DaemonCommand::place).forEach(places::add);
        return places.stream().distinct().collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean isThere(String name) {
        return DaemonCommand.class.getClassLoader().getResource(name.replace('.', '/') + ".class") != null;
    }

    /** The file or folder that a class comes from. */
    private static String place(String name) {
        try {
            Class<?> type = Class.forName(name, false, DaemonCommand.class.getClassLoader());
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new IllegalStateException("this copy of Millrace is not complete: " + e.getMessage(), e);
        }
    }
}
