package millrace.manager.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import millrace.cluster.InstanceState;
import millrace.cluster.PrimaryEvents;
import millrace.cluster.Worker;
import millrace.manager.metrics.BusEvent;
import millrace.os.Errno;
import millrace.os.ExitStatus;

/** What the layer below reports of an app: passed on to its logs, its watchers and whoever waits. */
final class AppEvents implements PrimaryEvents {
    private final App app;

    /** By the worker's own number. */
    private final Map<Integer, RunningProcess> processes = new HashMap<>();

    AppEvents(App app) {
        this.app = app;
    }

    /** What runs as this worker; {@code null} when it has ended. */
    RunningProcess process(Worker worker) {
        return processes.get(worker.id());
    }

    @Override
    public void started(Worker worker) {
        AppInstance instance = app.instance(worker.instance());
        processes.put(worker.id(), new RunningProcess(instance, worker, app.environment(instance)));
        instance.lastError(null);
        // Whether it is the one that counts is known when the start is complete.
        app.apps().loop().execute(() -> {
            if (app.instance(instance.number()) == instance) {
                current(instance);
            }
        });
        tell(worker.instance(), "start", "process " + worker.pid());
    }

    /** Another process may count now: that is whose figures are shown. */
    private void current(AppInstance instance) {
        int pid = instance.pid();
        try {
            if (!instance.tracks(pid)) {
                return;
            }
            Path file = app.config().pidFile(instance.pmId());
            if (pid != 0) {
                PidFile.write(file, pid);
            } else {
                PidFile.delete(file);
            }
        } catch (IOException e) {
            tell(instance.number(), "warning", "no pid file: " + e.getMessage());
        }
    }

    @Override
    public void online(Worker worker) {
        if (!app.config().ready().waitReady()) {
            app.launches().hasStarted(worker.instance());
        }
    }

    @Override
    public void listening(Worker worker, String address) {
        tell(worker.instance(), "listening", address);
    }

    @Override
    public void cannotListen(Worker worker, String address, int errno) {
        tell(worker.instance(), "cannot listen", address + ": " + Errno.describe(errno));
    }

    @Override
    public void exited(Worker worker, ExitStatus status) {
        RunningProcess process = processes.remove(worker.id());
        if (process != null) {
            process.close();
            current(process.instance());
        }
        tell(worker.instance(), "exit", "process " + worker.pid() + ", " + ExitWords.of(status));
        app.launches().died(worker.instance(), ExitWords.of(status));
    }

    @Override
    public void changed(int number, InstanceState state) {
        AppInstance instance = app.instance(number);
        if (instance == null) {
            return;
        }
        current(instance);
        if (state == InstanceState.ONLINE) {
            tell(number, "online", null);
            app.launches().isReady(number);
        }
    }

    @Override
    public void restarting(int instance, long delayNanos) {
        tell(instance, "restart", delayNanos == 0 ? null : "in " + delayNanos / 1_000_000 + " ms");
    }

    @Override
    public void errored(int instance, String reason) {
        app.instance(instance).lastError(reason);
        tell(instance, "errored", reason);
        app.launches().failed(instance, reason);
    }

    @Override
    public void stopped(int instance) {
        tell(instance, "stop", null);
        app.launches().failed(instance, "it has ended");
    }

    @Override
    public void warning(String sentence) {
        app.instances().stream().findFirst().ifPresent(first -> app.apps().tell(first, "warning", sentence));
    }

    @Override
    public void output(Worker worker, Stream stream, byte[] buffer, int offset, int length, boolean endsLine) {
        app.log().output(pmId(worker), stream, buffer, offset, length, endsLine);
    }

    @Override
    public void outputLines(Worker worker, Stream stream, byte[] buffer, int offset, int length) {
        app.log().outputLines(pmId(worker), stream, buffer, offset, length);
    }

    private int pmId(Worker worker) {
        return app.instance(worker.instance()).pmId();
    }

    @Override
    public void message(Worker worker, String json) {
        RunningProcess process = processes.get(worker.id());
        BusEvent event = process == null ? null : process.metrics().received(json);
        if (event != null) {
            app.apps().tell(process.instance(), event);
        }
    }

    private void tell(int number, String what, String detail) {
        AppInstance instance = app.instance(number);
        if (instance != null) {
            app.apps().tell(instance, what, detail);
        }
    }
}
