package millrace.manager.log;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import millrace.cluster.AppSpec;
import millrace.cluster.Primary;
import millrace.cluster.PrimaryEvents;
import millrace.cluster.RestartPolicy;
import millrace.cluster.Worker;
import millrace.manager.config.LogConfig;

/** Real processes whose output goes through a primary into an {@link AppLog}. */
final class LoggedApp implements PrimaryEvents, LogPipes {
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final LogRoom room;
    private final AppLog log;
    private Primary primary;

    /** Starts a shell command, so often; it must end by itself and with 0. To be called on the room's loop. */
    LoggedApp(LogRoom room, LogConfig config, int instances, String command) {
        this.room = room;
        this.log = AppLog.open(room.files, "app", config, this);
        AppSpec spec = AppSpec.of("app", List.of("/bin/sh", "-c", command))
                .withProtocol(AppSpec.Protocol.NONE)
                .withInstances(instances)
                .withRestart(RestartPolicy.DEFAULT.withFinalExitCodes(Set.of(0)));
        this.primary = Primary.start(room.loop, spec, this);
    }

    /** Runs it to its end; then all that it wrote is in its files. */
    static void run(LogRoom room, LogConfig config, int instances, String command) {
        LogRoom.get(room.on(() -> new LoggedApp(room, config, instances, command)).done);
    }

    CompletableFuture<Void> done() {
        return done;
    }

    @Override
    public void output(Worker worker, Stream stream, byte[] buffer, int offset, int length, boolean endsLine) {
        log.output(worker.instance(), stream, buffer, offset, length, endsLine);
    }

    @Override
    public void outputLines(Worker worker, Stream stream, byte[] buffer, int offset, int length) {
        log.outputLines(worker.instance(), stream, buffer, offset, length);
    }

    @Override
    public void ended() {
        primary.stop().thenCompose(stopped -> log.end()).whenComplete((nothing, failure) -> {
            if (failure == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(failure);
            }
        });
    }

    @Override
    public void pause(int pmId) {
        room.pause(pmId);
        workers(pmId).forEach(primary::pauseOutput);
    }

    @Override
    public void resume(int pmId) {
        room.resume(pmId);
        workers(pmId).forEach(primary::resumeOutput);
    }

    private List<Worker> workers(int pmId) {
        return primary.workers().stream().filter(worker -> worker.instance() == pmId).toList();
    }
}
