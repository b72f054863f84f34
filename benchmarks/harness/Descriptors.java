package harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a manager has open.
 *
 * @param daemon descriptors of the daemon's
 * @param sockets sockets of all processes that it has started: files come and go as a program pleases
 */
record Descriptors(long daemon, long sockets) {

    static Descriptors of(ManagingTool tool) {
        ProcessHandle daemon = tool.daemon();
        long sockets = daemon.descendants().mapToLong(process -> sockets(process.pid())).sum();
        String[] open = folder(daemon.pid()).toFile().list();
        return new Descriptors(open == null ? 0 : open.length, sockets);
    }

    private static long sockets(long pid) {
        try (Stream<Path> open = Files.list(folder(pid))) {
            return open.filter(Descriptors::isSocket).count();
        } catch (IOException ended) {
            return 0;
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException closed) {
            return false;
        }
    }

    private static Path folder(long pid) {
        return Path.of("/proc/" + pid + "/fd");
    }

    /** The difference: "daemon and workers". */
    String less(Descriptors before) {
        return (daemon - before.daemon) + " and " + (sockets - before.sockets);
    }
}
