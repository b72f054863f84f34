package millrace.cluster;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import millrace.cluster.json.Json;

/** Java apps as processes of their own, with this project on their class path as an app would have it. */
public final class Java {
    private Java() {}

    public static AppSpec app(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(main),
                main.getName()));
        command.addAll(List.of(arguments));
        return AppSpec.of(main.getSimpleName(), command)
                .withStop(new StopPolicy(TimeUnit.SECONDS.toNanos(20), TimeUnit.SECONDS.toNanos(20)));
    }

    private static String classPath(Class<?> main) {
        Class<?>[] eachModule = {
            millrace.os.Socket.class,
            millrace.loop.EventLoop.class,
            Primary.class,
            Json.FACTORY.getClass(),
            org.HdrHistogram.Histogram.class,
            main
        };
        List<String> roots = new ArrayList<>();
        for (Class<?> type : eachModule) {
            roots.add(root(type).toString());
        }
        return String.join(File.pathSeparator, roots);
    }

    /** The folder or jar that a class comes from. Test classes are patched into their module and have no own source. */
    private static Path root(Class<?> type) {
        String resource = type.getName().replace('.', '/') + ".class";
        String url = type.getResource("/" + resource).toString();
        try {
            return url.startsWith("file:")
                    ? Path.of(new java.net.URI(url.substring(0, url.length() - resource.length())))
                    : Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
