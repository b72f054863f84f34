package millrace.manager.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import millrace.loop.EventLoop;
import millrace.manager.Home;
import millrace.manager.config.AppConfig;
import millrace.manager.log.AppLog;
import millrace.manager.log.LogFiles;
import millrace.manager.log.LogFilter;
import millrace.manager.log.LogLine;
import millrace.manager.metrics.BusEvent;
import millrace.manager.program.Program;
import millrace.manager.usage.ProcessTree;
import millrace.manager.usage.UsageMeter;

/**
 * All that the daemon keeps, under pm ids that count up, and from 0 again once the list is empty. For the loop's thread.
 */
public final class Apps {
    private final EventLoop loop;
    private final Home home;
    private final AppsListener listener;
    private final List<App> apps = new ArrayList<>();
    private final TreeMap<Integer, AppInstance> instances = new TreeMap<>();
    private final UsageMeter usage;
    private final ProcessTree tree = new ProcessTree();
    private final LogFiles logFiles;
    private Consumer<LogLine> follower;
    private Runnable changed = () -> {};
    private boolean successor = true;
    private int nextId;
    private boolean ending;

    public Apps(EventLoop loop, Home home, AppsListener listener) {
        this.loop = loop;
        this.home = home;
        this.listener = listener;
        this.usage = new UsageMeter(loop);
        this.logFiles = new LogFiles(loop, listener);
    }

    /**
     * Takes an app into the list, with all its instances, none of which is started yet.
     *
     * @return completes on the loop, exceptionally with a {@code ProgramException} when nothing can run it
     */
    public CompletionStage<App> create(AppConfig config) {
        return AppProgram.find(config, loop, this::note).thenApply(program -> create(config, program));
    }

    /**
     * Takes an app into the list that was there before, none of its instances started yet.
     *
     * @param ids the pm ids of its instances, by number; one that is taken meanwhile is not given again
     * @return as {@link #create(AppConfig)}
     */
    public CompletionStage<App> restore(AppConfig config, Map<Integer, Integer> ids) {
        return AppProgram.find(config, loop, this::note).thenApply(program -> {
            App app = enter(new App(this, config, program));
            ids.forEach((number, id) -> app.add(number, instances.containsKey(id) ? nextId : id));
            return app;
        });
    }

    private App enter(App app) {
        apps.add(app);
        return app;
    }

    private App create(AppConfig config, Program program) {
        App app = enter(new App(this, config, program));
        for (int i = 0; i < config.instances(); i++) {
            app.add();
        }
        return app;
    }

    /** The apps, by age. */
    public List<App> apps() {
        return List.copyOf(apps);
    }

    /** The first app of a name. */
    public Optional<App> named(String name) {
        return apps.stream().filter(app -> app.config().name().equals(name)).findFirst();
    }

    /** All entries, by id. */
    public List<AppInstance> instances() {
        return List.copyOf(instances.values());
    }

    /** The entry of an id; {@code null} for none. */
    public AppInstance instance(int pmId) {
        return instances.get(pmId);
    }

    /** The entries that are meant, by id. */
    public List<AppInstance> select(Collection<String> words) throws NoSuchTargetException {
        return Target.select(instances.values(), words);
    }

    /** The daemon ends: nothing is started any more, since nobody would be there to look after it. */
    public void end() {
        ending = true;
    }

    /** What is to be done unless the daemon is ending: then it fails with a sentence for people. */
    <T> CompletionStage<T> unlessEnding(Supplier<CompletionStage<T>> start) {
        return ending
                ? CompletableFuture.failedStage(new IOException("the daemon is ending: try again when it has"))
                : start.get();
    }

    /** Ends everything, whoever needs others before these. Entries stay, and nothing is started any more. */
    public CompletionStage<Void> stopAll() {
        end();
        Map<String, List<String>> needs = new LinkedHashMap<>();
        apps.forEach(app -> needs.put(app.config().name(), app.config().dependsOn()));
        List<List<String>> waves;
        try {
            waves = StartOrder.waves(needs).reversed();
        } catch (StartOrder.CycleException e) {
            // They have been started all the same, one after the other.
            waves = List.of(List.copyOf(needs.keySet()));
        }
        return InTurns.each(waves, 1, wave -> stop(wave))
                // What they have answered last may be on its way to clients still.
                .thenCompose(stopped -> InTurns.each(apps, apps.size(), app -> app.primary().stop()));
    }

    private CompletionStage<Void> stop(List<String> names) {
        List<AppInstance> meant =
                instances.values().stream().filter(instance -> names.contains(instance.name())).toList();
        return InTurns.each(meant, meant.size(), instance -> instance.app().stop(instance).exceptionally(problem -> {
            // Somebody has just deleted it: that is no reason to leave the others running.
            listener.note(instance + " need not be stopped: " + problem.getMessage());
            return null;
        }));
    }

    public EventLoop loop() {
        return loop;
    }

    Home home() {
        return home;
    }

    /**
     * Has every line that an app writes from now on, with its app, until somebody else has.
     *
     * @param sink called on the loop; {@code null} for nobody, which costs the apps nothing
     */
    public void follow(Consumer<LogLine> sink) {
        follower = sink;
        apps.forEach(App::follow);
    }

    /** @return ends it */
    Runnable followed(AppLog log) {
        return follower == null ? () -> {} : log.follow(LogFilter.ALL, follower);
    }

    public LogFiles logFiles() {
        return logFiles;
    }

    ProcessTree tree() {
        return tree;
    }

    UsageMeter usage() {
        return usage;
    }

    /** No other daemon will go on with what runs when this process dies: it shall die too. */
    public void endWithThisProcess() {
        successor = false;
    }

    boolean haveSuccessor() {
        return successor;
    }

    /** Any thread. */
    void note(String sentence) {
        loop.execute(() -> listener.note(sentence));
    }

    int nextId() {
        return nextId;
    }

    /** @param pmId that it had before, or the next one */
    AppInstance enter(App app, int number, int pmId) {
        AppInstance instance = new AppInstance(app, number, pmId);
        instances.put(pmId, instance);
        nextId = Math.max(nextId, pmId + 1);
        changed.run();
        return instance;
    }

    void leave(AppInstance instance) {
        instances.remove(instance.pmId());
        usage.forget(instance.pmId());
        if (instances.isEmpty()) {
            nextId = 0;
        }
        changed.run();
    }

    void leave(App app) {
        apps.remove(app);
    }

    /** Has somebody called whenever there is something else to know of an app, often more than once. */
    public void onChange(Runnable action) {
        changed = action;
    }

    /** The configuration of an app is another. */
    void configured() {
        changed.run();
    }

    void tell(AppInstance instance, String what, String detail) {
        changed.run();
        listener.happened(new ProcessEvent(
                instance.pmId(), instance.name(), instance.namespace(), what, detail, System.currentTimeMillis()));
    }

    void tell(AppInstance instance, BusEvent event) {
        listener.said(instance, event);
    }
}
