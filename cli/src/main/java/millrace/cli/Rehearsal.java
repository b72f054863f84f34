package millrace.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import millrace.cluster.AppSpec;
import millrace.cluster.Primary;
import millrace.cluster.RestartPolicy;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;

/**
 * What the start-up cache is made from: a process that goes through what every start goes through, so that the JVM
 * finds those classes loaded and linked the next time. Run by the launcher after a build.
 */
final class Rehearsal {
    private Rehearsal() {}

    public static void main(String[] args) throws Exception {
        start();
    }

    /** A primary with a worker that says something and ends. */
    private static void start() throws IOException, Failure {
        StartOptions options = PlainArguments.read(List.of("app.sh", "-i", "1"), List.of());
        AppSpec app = AppSpec.of(options.app(), List.of("/bin/sh", "-c", "echo rehearsed"))
                .withInstances(Cores.instances(options.instances(), 1))
                .withRestart(RestartPolicy.DEFAULT.withFinalExitCodes(Set.of(0)))
                .withDirectory(Path.of("/"));
        try (EventLoop loop = EventLoop.open("primary", PollerKind.EPOLL);
                Output output = Output.to(OutputStream.nullOutputStream());
                var _ = StopSignals.on(loop, signal -> loop.stop())) {
            Announcements announcements = new Announcements(app, output);
            announcements.onEnd(loop::stop);
            announcements.starting(app, PollerKind.EPOLL);
            Primary.start(loop, app, announcements);
            loop.run();
        }
    }
}
