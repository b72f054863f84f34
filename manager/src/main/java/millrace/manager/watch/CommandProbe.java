package millrace.manager.watch;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import millrace.loop.EventLoop;
import millrace.loop.Timer;
import millrace.loop.Watch;
import millrace.os.ExitStatus;
import millrace.os.OsException;
import millrace.os.PidFd;
import millrace.os.Signal;
import millrace.os.Signals;
import millrace.os.Spawn;

/** Well is who makes a shell command end with 0. What the command prints is not kept. */
record CommandProbe(EventLoop loop, String command, Path folder, Map<String, String> environment) implements Probe {

    @Override
    public CompletionStage<String> ask(long timeoutMillis) {
        Spawn spawn = new Spawn("/bin/sh", "-c", command).directory(folder).newGroup().withoutVariables();
        environment.forEach(spawn::variable);
        try {
            return new Run(spawn.start(), timeoutMillis).result;
        } catch (OsException e) {
            return CompletableFuture.completedStage(e.getMessage());
        }
    }

    /** The command under way, with all that it has started. */
    private final class Run extends Watch {
        final CompletableFuture<String> result = new CompletableFuture<>();
        private final PidFd process;
        private final Timer deadline;

        Run(PidFd process, long timeoutMillis) {
            super(loop, process.fd());
            this.process = process;
            this.deadline = loop.timer(() -> {
                result.complete("the command took longer than " + timeoutMillis + " ms");
                Signals.sendToGroup(process.pid(), Signal.SIGKILL);
            });
            deadline.arm(TimeUnit.MILLISECONDS.toNanos(timeoutMillis));
            interest(READ);
        }

        @Override
        protected void ready(int bits) {
            // Before it is reaped its number is not given to another group.
            Signals.sendToGroup(process.pid(), Signal.SIGKILL);
            try {
                ExitStatus status = process.reap();
                if (status != null) {
                    result.complete(status.code() == 0 ? null : "the command ended with " + status.describe());
                    close();
                }
            } catch (OsException e) {
                result.complete(e.getMessage());
                close();
            }
        }

        @Override
        protected void closed() {
            deadline.cancel();
            result.complete("the event loop has ended");
        }
    }
}
