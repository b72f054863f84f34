package millrace.cli.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import millrace.cluster.AppSpec;
import millrace.cluster.Primary;
import millrace.cluster.RestartPolicy;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import millrace.manager.program.Cores;

/** The part of a rehearsal that is {@code millrace runtime}'s. */
public final class RuntimeRehearsal {
    private static final int LONGEST_SECONDS = 60;
    private static final RestartPolicy ONCE = RestartPolicy.DEFAULT
            .withMinUptimeNanos(TimeUnit.SECONDS.toNanos(LONGEST_SECONDS))
            .withMaxEarlyDeaths(0)
            .withFinalExitCodes(Set.of(0));

    private RuntimeRehearsal() {}

    /** A primary with a worker that ends by itself. */
    public static int run(List<String> command) throws IOException {
        RuntimeOptions options = PlainArguments.read(List.of("app.sh", "-i", "1"), List.of());
        AppSpec app = AppSpec.of(options.app(), command)
                .withInstances(Cores.instances(options.instances(), 1))
                .withRestart(ONCE)
                .withDirectory(Path.of("/"));
        try (Output output = Output.open();
                EventLoop loop = EventLoop.open("primary", PollerKind.EPOLL);
                var _ = StopSignals.on(loop, signal -> loop.stop())) {
            Announcements announcements = new Announcements(app, output);
            announcements.onEnd(loop::stop);
            announcements.starting(app, PollerKind.EPOLL);
            Primary primary = Primary.start(loop, app, announcements);
            loop.schedule(() -> primary.stop().thenRun(loop::stop), LONGEST_SECONDS, TimeUnit.SECONDS);
            loop.run();
            return announcements.exitCode();
        }
    }
}
