package harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Builds what the peers need, once: nothing of it belongs to the product's build. */
final class Peers {
    private static final int BUILD_LIMIT_SECONDS = 600;

    private final Path here;

    Peers(Path here) {
        this.here = here;
    }

    void prepare(List<String> names) throws IOException, InterruptedException {
        if (names.contains("floor")) {
            Path floor = here.resolve("target/floor");
            build(floor, here.resolve("peers/floor.c"), "gcc", "-O2", "-o", floor.toString(),
                    here.resolve("peers/floor.c").toString());
        }
        if (names.contains("netty") || names.contains("vertx")) {
            build(here.resolve("peers/target/peers-0.jar"), here.resolve("peers/pom.xml"), "mvn", "-q", "-B", "-f",
                    here.resolve("peers/pom.xml").toString(), "package");
        }
    }

    /** Express and autocannon, into node_modules of this folder. */
    void prepareNode() throws IOException, InterruptedException {
        build(here.resolve("node_modules/.package-lock.json"), here.resolve("package.json"), "npm", "install",
                "--prefix", here.toString(), "--no-package-lock", "--no-audit", "--no-fund");
    }

    private static void build(Path product, Path source, String... command) throws IOException, InterruptedException {
        if (Files.exists(product)
                && Files.getLastModifiedTime(product).compareTo(Files.getLastModifiedTime(source)) >= 0) {
            return;
        }
        Report.progress("building: " + String.join(" ", command));
        Files.createDirectories(product.getParent());
        Command build = Command.run(Machine.allCpus(), BUILD_LIMIT_SECONDS, List.of(command));
        if (build.exitCode() != 0) {
            throw new BenchmarkException(String.join(" ", command) + " failed:\n" + build.output());
        }
    }
}
