package millrace.manager.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import millrace.manager.Home;

/**
 * A home in a folder that is there only for as long as this process is. However this process ends (done, an error, a
 * signal but SIGKILL, too long), at its end nothing runs any more that it has started, and the folder is gone.
 */
public final class RehearsalHome {
    /** A rehearsal takes two seconds; whoever waits for a build shall not wait for ever. */
    private static final long PATIENCE_SECONDS = 120;
    /** A daemon that is asked to end stops its apps first, which may take their kill timeout. */
    private static final long END_SECONDS = 5;

    private RehearsalHome() {}

    /** Once a process. */
    public static Home create() throws IOException {
        Home home = new Home(Files.createTempDirectory("millrace-rehearsal"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(home), "end of rehearsal"));
        CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS).execute(() -> {
            System.err.println("the rehearsal takes longer than " + PATIENCE_SECONDS + " s");
            System.exit(1);
        });
        return home;
    }

    private static void end(Home home) {
        endProcesses();
        try (Stream<Path> files = Files.walk(home.folder())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.err.println("cannot remove " + home.folder() + ": " + e);
        }
    }

    /** The daemon is a child of ours, in a session of its own, and takes its apps along if it still can. */
    private static void endProcesses() {
        List<ProcessHandle> all = ProcessHandle.current().descendants().toList();
        List<ProcessHandle> children = ProcessHandle.current().children().toList();
        children.forEach(ProcessHandle::destroy);
        try {
            CompletableFuture.allOf(children.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                    .get(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            System.err.println("what was rehearsed does not end by itself and is killed");
        }
        Stream.concat(all.stream(), ProcessHandle.current().descendants()).forEach(ProcessHandle::destroyForcibly);
    }
}
