package millrace.manager.daemon;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import millrace.cluster.InstanceState;
import millrace.cluster.ReloadOutcome;
import millrace.manager.app.App;
import millrace.manager.app.AppInstance;
import millrace.manager.app.Apps;
import millrace.manager.app.InTurns;

/**
 * Replaces processes without a gap: one instance of an app at a time unless more are asked for. The first that is not
 * replaced ends it: the others stay as they are. An app that is being reloaded is not reloaded by another.
 */
final class ReloadVerb implements Verb {
    private final Apps apps;
    private final LifeVerbs life;
    private final Set<App> reloading = new HashSet<>();

    ReloadVerb(Apps apps, LifeVerbs life) {
        this.apps = apps;
        this.life = life;
    }

    @Override
    public void run(Request request, Reply reply) {
        List<AppInstance> instances = Selection.inOrder(Selection.of(request, apps));
        CompletionStage<Void> done = life.reconfigure(request, instances)
                .thenCompose(updated -> reload(
                        instances, request.number("parallel", 0), request.flag("force"), reply));
        Steps.end(done, reply, () -> Steps.names(instances));
    }

    /** @param parallel how many at a time, 0 for what each app's configuration says */
    CompletionStage<Void> reload(List<AppInstance> instances, int parallel, boolean force, Reply reply) {
        List<App> selected = Selection.apps(instances);
        for (App app : selected) {
            if (reloading.contains(app) && !force) {
                throw new BadRequestException("Reload already in progress for " + app.config().name()
                        + ": wait for it, or insist with --force");
            }
        }
        reloading.addAll(selected);
        return InTurns.each(selected, 1, app -> {
                    List<AppInstance> own =
                            instances.stream().filter(instance -> instance.app() == app).toList();
                    int atOnce = parallel > 0 ? parallel : app.config().reloadParallel();
                    return InTurns.each(own, atOnce, instance -> reload(instance, reply));
                })
                .whenComplete((nothing, problem) -> selected.forEach(reloading::remove));
    }

    private static CompletionStage<Void> reload(AppInstance instance, Reply reply) {
        if (!instance.isInList()) {
            return CompletableFuture.failedStage(
                    new IOException(instance + " was not reloaded: it has been deleted meanwhile"));
        }
        return instance.app().reload(instance).thenCompose(outcome -> {
            if (!outcome.isDone()) {
                return CompletableFuture.failedStage(new IOException(sentence(instance, outcome)));
            }
            Steps.tell(reply, outcome.kind() == ReloadOutcome.Kind.REPLACED ? "reload" : "restart", instance);
            return CompletableFuture.completedStage(null);
        });
    }

    private static String sentence(AppInstance instance, ReloadOutcome outcome) {
        String what = instance + " was not reloaded: " + outcome.reason();
        boolean goesOn = outcome.kind() == ReloadOutcome.Kind.KEPT
                && instance.isInList()
                && instance.view().state() == InstanceState.ONLINE;
        return goesOn
                ? what + ". The old process goes on, and nothing else was touched"
                : what;
    }
}
