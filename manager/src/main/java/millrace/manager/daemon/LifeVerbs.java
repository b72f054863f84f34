package millrace.manager.daemon;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import millrace.manager.Home;
import millrace.manager.app.App;
import millrace.manager.app.AppInstance;
import millrace.manager.app.Apps;
import millrace.manager.app.InTurns;
import millrace.manager.app.Scale;
import millrace.manager.config.AppConfig;
import millrace.manager.config.ConfigException;

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
                updateEnvironment(request, instances).thenCompose(updated -> InTurns.each(
                        instances, request.number("parallel", AT_ONCE), instance -> instance.app()
                                .restart(instance)
                                .thenRun(() -> Steps.tell(reply, "restart", instance)))),
                reply,
                () -> Steps.names(instances));
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

    /** {@code "env"} of the request comes over the apps' own, for good. */
    CompletionStage<Void> updateEnvironment(Request request, List<AppInstance> instances) {
        Map<String, Object> fresh = request.object("env");
        if (fresh.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        return InTurns.each(Selection.apps(instances), 1, app -> app.configure(withEnvironment(app, fresh)));
    }

    private AppConfig withEnvironment(App app, Map<String, Object> fresh) {
        Map<String, Object> environment = new HashMap<>(app.config().environment());
        environment.putAll(fresh);
        Map<String, Object> attributes = new HashMap<>(app.config().attributes());
        attributes.put("env", environment);
        try {
            return AppConfig.of(attributes, home);
        } catch (ConfigException e) {
            throw new BadRequestException(e.getMessage());
        }
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
