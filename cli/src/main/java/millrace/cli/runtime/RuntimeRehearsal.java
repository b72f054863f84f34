package millrace.cli.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import millrace.cli.manage.Manage;
import millrace.cluster.AppSpec;
import millrace.cluster.Primary;
import millrace.cluster.PrimaryEvents;
import millrace.cluster.RestartPolicy;
import millrace.cluster.Worker;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import millrace.os.ExitStatus;

/** The part of a rehearsal that is {@code millrace runtime}'s. */
public final class RuntimeRehearsal {
    private static final RestartPolicy ONCE = RestartPolicy.DEFAULT
            .withMinUptimeNanos(TimeUnit.SECONDS.toNanos(60))
            .withMaxEarlyDeaths(0)
            .withFinalExitCodes(Set.of(0));

    private RuntimeRehearsal() {}

    /** The real command, with an app that ends by itself. */
    public static int run() {
        return Manage.run(List.of(
                "runtime", "/bin/sh", "-i", "1", "--no-autorestart", "--cwd", "/", "--", "-c", "echo rehearsed"));
    }

    /** A primary with one worker that ends by itself: the process that is recorded. */
    public static int primaryOf(List<String> command) throws IOException {
        int[] code = {1};
        try (EventLoop loop = EventLoop.open("primary", PollerKind.EPOLL)) {
            AppSpec app = AppSpec.of("rehearsal", command).withRestart(ONCE).withDirectory(Path.of("/"));
            Primary.start(loop, app, new PrimaryEvents() {
                @Override
                public void output(Worker worker, Stream stream, byte[] buffer, int offset, int length, boolean ends) {
                    System.out.println(new String(buffer, offset, length));
                }

                @Override
                public void exited(Worker worker, ExitStatus status) {
                    code[0] = status.code();
                }

                @Override
                public void ended() {
                    loop.stop();
                }
            });
            loop.run();
        }
        return code[0];
    }
}
