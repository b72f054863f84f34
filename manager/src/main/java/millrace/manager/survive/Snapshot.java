package millrace.manager.survive;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import millrace.cluster.InstanceState;
import millrace.cluster.InstanceView;
import millrace.cluster.PrimaryEvents.Stream;
import millrace.cluster.Worker;
import millrace.manager.app.App;
import millrace.manager.app.AppInstance;
import millrace.manager.app.Apps;
import millrace.manager.config.AppConfig;
import millrace.manager.config.Mode;

/** The list as it is at a moment, in the form in which it is written down. For the loop's thread. */
public final class Snapshot {
    private final Apps apps;

    /** A process is looked up once: nothing of it changes. By pid; of the last snapshot. */
    private Map<Integer, SavedProcess> known = Map.of();

    public Snapshot(Apps apps) {
        this.apps = apps;
    }

    public List<SavedApp> take() {
        Map<Integer, SavedProcess> now = new HashMap<>();
        List<SavedApp> saved = apps.apps().stream().map(app -> app(app, now)).toList();
        known = now;
        return saved;
    }

    private SavedApp app(App app, Map<Integer, SavedProcess> now) {
        List<Worker> others = new ArrayList<>(app.primary().workers());
        List<SavedInstance> instances = new ArrayList<>();
        for (AppInstance instance : app.instances()) {
            InstanceView view = instance.view();
            others.remove(view.worker());
            instances.add(new SavedInstance(
                    instance.pmId(),
                    instance.number(),
                    view.state() == InstanceState.STOPPED || view.state() == InstanceState.STOPPING,
                    view.restarts(),
                    view.startedAtMillis(),
                    view.worker() == null ? null : process(app, view.worker(), now)));
        }
        List<SavedProcess> leaving = new ArrayList<>();
        for (Worker other : others) {
            SavedProcess process = process(app, other, now);
            if (process != null) {
                leaving.add(process);
            }
        }
        return new SavedApp(attributes(app.config(), instances.size()), instances, leaving);
    }

    /** Whoever was scaled has another number; what followed from there being none stays as it is. */
    private static Map<String, Object> attributes(AppConfig config, int instances) {
        Map<String, Object> attributes = new HashMap<>(config.attributes());
        if (instances != config.instances() && instances > 0) {
            attributes.put("instances", instances);
            attributes.put("exec_mode", config.mode() == Mode.CLUSTER ? "cluster" : "fork");
            attributes.put("merge_logs", config.logs().merge());
        }
        return attributes;
    }

    /** {@code null} when it has just ended. */
    private SavedProcess process(App app, Worker worker, Map<Integer, SavedProcess> now) {
        SavedProcess process = known.get(worker.pid());
        String output = pipe(app, worker, Stream.STDOUT);
        if (process == null || output != null && !output.equals(process.output())) {
            process = lookUp(worker.pid(), output, pipe(app, worker, Stream.STDERR));
        }
        if (process != null) {
            now.put(worker.pid(), process);
        }
        return process;
    }

    private static SavedProcess lookUp(int pid, String output, String error) {
        try {
            return SavedProcess.of(pid, output, error);
        } catch (IOException e) {
            warn("process " + pid, e);
            return null;
        }
    }

    /** In the words of {@code /proc}, which are the same at both of its ends. */
    private static String pipe(App app, Worker worker, Stream stream) {
        int fd = app.primary().outputOf(worker, stream);
        try {
            return fd < 0 ? null : Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString();
        } catch (IOException e) {
            warn("descriptor " + fd, e);
            return null;
        }
    }

    private static void warn(String what, IOException e) {
        System.getLogger("millrace.manager").log(Level.WARNING, "{0} cannot be noted: {1}", what, e.getMessage());
    }
}
