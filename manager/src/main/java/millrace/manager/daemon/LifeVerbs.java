package millrace.manager.daemon;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import millrace.cluster.InstanceState;
import millrace.manager.Home;
import millrace.manager.app.App;
import millrace.manager.app.AppInstance;
import millrace.manager.app.Apps;
import millrace.manager.app.InTurns;
import millrace.manager.app.Scale;
import millrace.manager.config.ConfigChange;
import millrace.manager.config.ConfigException;
import millrace.os.ExitStatus;

/** Verbs that stop, restart, delete and scale what is in the list. */
final class LifeVerbs {
    /** How many are acted on at a time, as PM2 does; {@code "parallel"} says otherwise. */
    static final int AT_ONCE = 2;

    private final Apps apps;
    private final Home home;

    LifeVerbs(Apps apps, Home home) {
        this.apps = apps;
        this.home = home;
    }

    void register(Map<String, Verb> verbs) {
        verbs.put("stop", this::stop);
        verbs.put("restart", this::restart);
        verbs.put("delete", this::delete);
        verbs.put("scale", this::scale);
        verbs.put("reset", this::reset);
    }

    private void stop(Request request, Reply reply) {
        List<AppInstance> instances = Selection.inOrder(Selection.of(request, apps)).reversed();
        each(request, reply, instances, "stop", instance -> instance.app().stop(instance));
    }

    private void delete(Request request, Reply reply) {
        List<AppInstance> instances = Selection.inOrder(Selection.of(request, apps)).reversed();
        List<Map<String, Object>> names = Steps.names(instances);
        CompletionStage<Void> done = InTurns.each(instances, request.number("parallel", AT_ONCE), instance -> instance.app()
                .remove(instance)
                .thenRun(() -> Steps.tell(reply, "delete", instance)));
        Steps.end(done, reply, () -> names);
    }

    private void restart(Request request, Reply reply) {
        List<AppInstance> instances = Selection.inOrder(Selection.of(request, apps));
        Steps.end(
                reconfigure(request, instances).thenCompose(changed -> InTurns.each(
                        instances, request.number("parallel", AT_ONCE), instance -> instance.app()
                                .restart(instance)
                                .thenRun(() -> restarted(reply, instance)))),
                reply,
                () -> Steps.names(instances));
    }

    /** What has ended again at once is restarted as ever, which is no failure of the command; but it is to be seen. */
    private static void restarted(Reply reply, AppInstance instance) {
        if (instance.isInList() && instance.view().state() != InstanceState.ONLINE) {
            reply.progress(Map.of("what", "restart", "detail", ended(instance)));
        } else {
            Steps.tell(reply, "restart", instance);
        }
    }

    private static String ended(AppInstance instance) {
        ExitStatus last = instance.view().lastExit();
        String what = instance + " has ended again, and is " + instance.status();
        return instance.lastError() != null
                ? what + ": " + instance.lastError()
                : last == null ? what : what + ": " + last.describe();
    }

    private void each(
            Request request,
            Reply reply,
            List<AppInstance> instances,
            String what,
            Function<AppInstance, CompletionStage<?>> action) {
        CompletionStage<Void> done = InTurns.each(
                instances,
                request.number("parallel", AT_ONCE),
                instance -> action.apply(instance).thenRun(() -> Steps.tell(reply, what, instance)));
        Steps.end(done, reply, () -> Steps.names(instances));
    }

    /**
     * What the request changes of the apps, for good: {@code "options"}, {@code "env"} over the apps' own environment,
     * {@code "env_name"} for the variables that the apps have under that name.
     */
    CompletionStage<Void> reconfigure(Request request, List<AppInstance> instances) {
        Map<String, Object> options = request.object("options");
        Map<String, String> environment = new HashMap<>();
        request.object("env").forEach((name, value) -> environment.put(name, String.valueOf(value)));
        String environmentName = request.text("env_name");
        if (options.isEmpty() && environment.isEmpty() && environmentName == null) {
            return CompletableFuture.completedStage(null);
        }
        return InTurns.each(Selection.apps(instances), 1, app -> {
            try {
                return app.configure(ConfigChange.applied(app.config(), options, environment, environmentName, home));
            } catch (ConfigException e) {
                throw new BadRequestException(e.getMessage());
            }
        });
    }

    private void scale(Request request, Reply reply) {
        List<App> selected = Selection.apps(Selection.of(request, apps));
        String wish = String.join("", request.texts("instances"));
        if (selected.size() != 1) {
            throw new BadRequestException("scale one app at a time, not " + selected.size());
        }
        App app = selected.getFirst();
        int present = app.instances().size();
        int target;
        try {
            target = Scale.target(wish, present);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(e.getMessage());
        }
        if (target == present) {
            throw new BadRequestException("Nothing to do: " + app.config().name() + " has " + present + " instances already");
        }
        Steps.end(Scale.to(app, target, AT_ONCE), reply, () -> Steps.names(app.instances()));
    }

    private void reset(Request request, Reply reply) {
        List<AppInstance> instances = Selection.of(request, apps);
        instances.forEach(instance -> instance.app().primary().resetCounts(instance.number()));
        reply.ok(Steps.names(instances));
    }
}
