package millrace.cluster.work;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import millrace.os.Socket;

/** The command that runs a class of this program as a process of its own, with the modules and classes that this has. */
final class JavaCommand {
    private JavaCommand() {}

    static List<String> of(Class<?> main, List<String> flags) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        String modulePath = System.getProperty("jdk.module.path");
        if (modulePath != null) {
            command.addAll(List.of("--module-path", modulePath, "--add-modules", ownModules()));
        }
        String classPath = System.getProperty("java.class.path");
        if (classPath != null && !classPath.isEmpty()) {
            command.addAll(List.of("--class-path", classPath));
        }
        String os = Socket.class.getModule().getName();
        command.add("--enable-native-access=" + (os == null ? "ALL-UNNAMED" : os));
        command.addAll(flags);
        if (main.getModule().isNamed()) {
            command.addAll(List.of("--module", main.getModule().getName() + "/" + main.getName()));
        } else {
            command.add(main.getName());
        }
        return command;
    }

    /** The modules of this program that the JDK does not bring. */
    private static String ownModules() {
        return ModuleLayer.boot().configuration().modules().stream()
                .map(module -> module.reference())
                .filter(module -> !isJdk(module.location()))
                .map(module -> module.descriptor().name())
                .sorted()
                .collect(Collectors.joining(","));
    }

    private static boolean isJdk(Optional<URI> location) {
        return location.map(uri -> "jrt".equals(uri.getScheme())).orElse(false);
    }
}
