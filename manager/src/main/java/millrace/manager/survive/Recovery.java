package millrace.manager.survive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import millrace.cluster.AdoptedProcess;
import millrace.manager.Home;
import millrace.manager.app.App;
import millrace.manager.app.AppInstance;
import millrace.manager.app.Apps;
import millrace.manager.config.AppConfig;
import millrace.manager.config.ConfigException;
import millrace.os.PidFd;
import millrace.os.Proc;
import millrace.os.RegularFile;
import millrace.os.Signal;
import millrace.os.Signals;

/**
 * Brings apps back into the list, with the ids that they had: those of a daemon that was killed, with every process that
 * still runs, and those that were saved. For the loop's thread.
 *
 * <p>A process that holds its own socket goes on serving; one that needs the daemon for its connections is ended, all that
 * it has started with it, and started again. What ended meanwhile is started, what its user had stopped is not.
 */
public final class Recovery {
    private final Apps apps;
    private final Home home;
    private final Consumer<String> log;

    /** @param log gets a line for each thing that is done */
    public Recovery(Apps apps, Home home, Consumer<String> log) {
        this.apps = apps;
        this.home = home;
        this.log = log;
    }

    /** Completes when every app is in the list and its processes are adopted or on their way. */
    public CompletionStage<Void> bringBack(SavedList list) {
        CompletableFuture<?>[] all = list.apps().stream()
                .map(saved -> bringBack(saved).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(all);
    }

    /** The same for one app; what cannot be started is logged, and whatever of it can go on without a daemon does. */
    public CompletionStage<Void> bringBack(SavedApp saved) {
        saved.leaving().forEach(this::end);
        AppConfig config;
        try {
            config = AppConfig.of(saved.attributes(), home);
        } catch (ConfigException e) {
            return giveUp(saved, e);
        }
        Map<Integer, Integer> ids = new LinkedHashMap<>();
        saved.instances().forEach(instance -> ids.put(instance.number(), instance.id()));
        return apps.restore(config, ids)
                .<Void>thenApply(app -> {
                    saved.instances().forEach(instance -> bringBack(app, instance));
                    return null;
                })
                .exceptionallyCompose(problem -> giveUp(saved, problem));
    }

    private CompletionStage<Void> giveUp(SavedApp saved, Throwable problem) {
        Throwable cause = problem.getCause() == null ? problem : problem.getCause();
        log.accept(saved.attributes().get("name") + " is not brought back: " + cause.getMessage());
        // To end what serves, because its script was moved, would do harm; what needs a daemon has ended with the last one.
        saved.instances().stream()
                .map(SavedInstance::process)
                .filter(process -> process != null && isAlive(process))
                .forEach(process -> log.accept("process " + process.pid() + " of it goes on running, and is not looked after:"
                        + " start the app again, then kill " + process.pid()));
        return CompletableFuture.completedStage(null);
    }

    private boolean isAlive(SavedProcess process) {
        try {
            return process.isAlive();
        } catch (IOException e) {
            log.accept("process " + process.pid() + ": " + e.getMessage());
            return false;
        }
    }

    private void bringBack(App app, SavedInstance saved) {
        AppInstance instance = app.instances().stream()
                .filter(each -> each.number() == saved.number())
                .findFirst()
                .orElseThrow();
        SavedProcess process = saved.process();
        AdoptedProcess found = process == null || saved.stopped() ? null : find(saved);
        if (found == null) {
            if (process != null) {
                end(process);
            }
            if (!saved.stopped()) {
                start(instance);
            }
            return;
        }
        app.adopt(instance, found);
        if (app.outlivesDaemon()) {
            log.accept(instance + " is adopted: process " + process.pid() + " has gone on running");
        } else {
            log.accept(instance + " is started again: process " + process.pid() + " needs its daemon");
            app.restart(instance);
        }
    }

    private void start(AppInstance instance) {
        log.accept(instance + " is started again");
        instance.app().start(instance).exceptionally(problem -> {
            log.accept(instance + " does not start: " + problem.getMessage());
            return null;
        });
    }

    /** {@code null} when it has ended. */
    private AdoptedProcess find(SavedInstance saved) {
        SavedProcess process = saved.process();
        try {
            if (!process.isAlive()) {
                return null;
            }
            PidFd held = PidFd.open(process.pid());
            // Now its number cannot pass to another; but it may have done so a moment ago.
            if (!process.isAlive()) {
                held.close();
                return null;
            }
            return new AdoptedProcess(
                    held, output(process, 1), output(process, 2), saved.startedAtMillis(), saved.restarts());
        } catch (IOException e) {
            log.accept("process " + process.pid() + " is not adopted: " + e.getMessage());
            return null;
        }
    }

    /** The end of the pipe that it writes to, for us to read; −1 if it writes elsewhere now. */
    private int output(SavedProcess process, int descriptor) throws IOException {
        if (!process.stillWritesTo(descriptor)) {
            return -1;
        }
        int fd = RegularFile.open(Path.of("/proc/" + process.pid() + "/fd/" + descriptor));
        if (fd < 0) {
            log.accept("the output of process " + process.pid() + " is lost: its pipe cannot be opened");
        }
        return Math.max(-1, fd);
    }

    /** At once, with all of its group: also when it has ended itself and left others behind. */
    private void end(SavedProcess process) {
        try {
            Proc present = Proc.of(process.pid());
            // A group keeps its number from being used again as long as anybody is in it.
            if (present == null || present.startTicks() == process.startTicks()) {
                Signals.sendToGroup(process.pid(), Signal.SIGKILL);
            }
        } catch (IOException e) {
            log.accept("process " + process.pid() + " cannot be ended: " + e.getMessage());
        }
    }
}
