package harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Builds what the peers need, once: nothing of it belongs to the product's build. */
final class Peers {
    private static final int BUILD_LIMIT_SECONDS = 600;

    private final Path here;

    Peers(Path here) {
        this.here = here;
    }

    void prepare(List<String> names) throws IOException, InterruptedException {
        if (names.contains("millrace")) {
            prepareMillrace();
        }
        if (names.contains("floor")) {
            Path floor = here.resolve("target/floor");
            build(floor, here.resolve("peers/floor.c"), "gcc", "-O2", "-o", floor.toString(),
                    here.resolve("peers/floor.c").toString());
        }
        if (names.stream().anyMatch(name -> name.startsWith("netty") || name.equals("vertx"))) {
            build(here.resolve("peers/target/peers-0.jar"), here.resolve("peers/src"), "mvn", "-q", "-B", "-f",
                    here.resolve("peers/pom.xml").toString(), "package");
        }
        if (names.contains("netty-small")) {
            trainNetty();
        }
    }

    /** The client that shakes hands. */
    void prepareHandshakes() throws IOException, InterruptedException {
        Path client = here.resolve("target/tlsload");
        build(client, here.resolve("peers/tlsload.c"), "gcc", "-O2", "-o", client.toString(),
                here.resolve("peers/tlsload.c").toString(), "-lssl", "-lcrypto", "-pthread");
    }

    /** The launcher builds when a source has changed, and makes the start-up cache. */
    void prepareMillrace() throws IOException, InterruptedException {
        Path root = here.getParent();
        run(root.resolve("millrace").toString(), "--version");
        Path sources = here.resolve("millrace");
        List<String> compile = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
                "--module-path", root.resolve("target/dist/lib").toString(), "--add-modules", "millrace.cli",
                "-d", here.resolve("target/millrace").toString()));
        try (Stream<Path> files = Files.list(sources)) {
            files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(compile::add);
        }
        build(here.resolve("target/millrace/Hello.class"), sources, compile.toArray(String[]::new));
    }

    /** An AOT cache holds for the very class path that it was made with, which may hold no folders. */
    private void trainNetty() throws IOException, InterruptedException {
        Path cache = here.resolve("target/netty.aot");
        Path jar = here.resolve("peers/target/peers-0.jar");
        build(cache, jar, Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:AOTCacheOutput=" + cache, "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-cp", jar + ":" + here.resolve("peers/target/lib") + "/*",
                "peers.NettyHello", "0", "train");
    }

    /** Express and autocannon, into node_modules of this folder. */
    void prepareNode() throws IOException, InterruptedException {
        build(here.resolve("node_modules/.package-lock.json"), here.resolve("package.json"), "npm", "install",
                "--prefix", here.toString(), "--no-package-lock", "--no-audit", "--no-fund");
    }

    /** Runs the command unless its product is newer than everything in {@code source}, a file or a folder. */
    private static void build(Path product, Path source, String... command) throws IOException, InterruptedException {
        if (Files.exists(product) && Files.getLastModifiedTime(product).compareTo(newest(source)) >= 0) {
            return;
        }
        Files.createDirectories(product.getParent());
        run(command);
        // A tool that found nothing to do leaves the date as it was, and would be asked again every time.
        Files.setLastModifiedTime(product, FileTime.fromMillis(System.currentTimeMillis()));
    }

    private static FileTime newest(Path source) throws IOException {
        FileTime newest = Files.getLastModifiedTime(source);
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                FileTime time = Files.getLastModifiedTime(file);
                newest = time.compareTo(newest) > 0 ? time : newest;
            }
        }
        return newest;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Report.progress("preparing: " + String.join(" ", command));
        Command build = Command.run(Machine.allCpus(), BUILD_LIMIT_SECONDS, List.of(command));
        if (build.exitCode() != 0) {
            throw new BenchmarkException(String.join(" ", command) + " failed:\n" + build.output());
        }
    }
}
