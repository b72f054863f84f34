package millrace.manager.daemon;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import millrace.manager.Home;
import millrace.manager.app.App;
import millrace.manager.app.AppInstance;
import millrace.manager.app.Apps;
import millrace.manager.app.InTurns;
import millrace.manager.app.Scale;
import millrace.manager.app.StartOrder;
import millrace.manager.config.AppConfig;
import millrace.manager.config.ConfigException;

/**
 * {@code start}: apps that are described in {@code "apps"}, or known ones that {@code "targets"} name.
 *
 * <p>Of a process file ({@code "file": true}) an app whose name is known gets the new configuration, every key of it and
 * the number of instances, and is restarted, or reloaded with {@code "action": "reload"}. Of a script one whose name and
 * script are known is started again if it is at rest, and refused if it runs, unless {@code "force"} wants a second one.
 * Nothing is started if something of it cannot be.
 */
final class StartVerb implements Verb {
    private final Apps apps;
    private final Home home;
    private final LifeVerbs life;
    private final ReloadVerb reload;

    StartVerb(Apps apps, Home home, LifeVerbs life, ReloadVerb reload) {
        this.apps = apps;
        this.home = home;
        this.life = life;
        this.reload = reload;
    }

    /** An app that is to run, and what is there of it already. */
    private static final class Plan {
        final AppConfig config;
        App app;
        final boolean known;
        /** Of an app that is known: what it was until now. */
        final AppConfig before;

        Plan(AppConfig config, App app) {
            this.config = config;
            this.app = app;
            this.known = app != null;
            this.before = known ? app.config() : null;
        }
    }

    @Override
    public void run(Request request, Reply reply) {
        if (request.fields().containsKey("targets")) {
            startKnown(request, reply);
            return;
        }
        List<Plan> plans = plans(request);
        List<List<Plan>> waves = waves(plans);
        CompletionStage<Void> done = InTurns.each(plans, 1, plan -> prepare(plan))
                .exceptionallyCompose(problem -> InTurns.each(plans, 1, plan -> undo(plan))
                        .handle((undone, another) -> CompletableFuture.<Void>failedStage(problem))
                        .thenCompose(failed -> failed))
                .thenCompose(prepared -> InTurns.each(waves, 1, wave -> InTurns.each(
                                wave, request.number("parallel", LifeVerbs.AT_ONCE), plan -> begin(plan, request, reply))
                        .thenCompose(begun -> InTurns.each(neededBySome(wave, plans), plans.size(), plan -> ready(plan)))));
        Steps.end(done, reply, () -> Steps.names(plans.stream()
                .flatMap(plan -> plan.app.instances().stream())
                .toList()));
    }

    /** As PM2 does: what runs is restarted. Options change it for good, as those of a restart. */
    private void startKnown(Request request, Reply reply) {
        List<AppInstance> instances = Selection.inOrder(Selection.of(request, apps));
        CompletionStage<Void> done = life.reconfigure(request, instances).thenCompose(changed -> InTurns.each(
                instances, request.number("parallel", LifeVerbs.AT_ONCE), instance ->
                        (instance.isAtRest() ? instance.app().start(instance) : instance.app().restart(instance))
                                .thenRun(() -> Steps.tell(reply, "start", instance))));
        Steps.end(done, reply, () -> Steps.names(instances));
    }

    private AppConfig config(Map<String, Object> attributes) {
        try {
            return AppConfig.of(attributes, home);
        } catch (ConfigException e) {
            throw new BadRequestException(e.getMessage());
        }
    }

    /** Of apps with one name each stands for another, those of one script first, then by age. */
    private List<Plan> plans(Request request) {
        List<Plan> plans = new ArrayList<>();
        for (Map<String, Object> attributes : request.objects("apps")) {
            AppConfig config = config(attributes);
            App known = apps.apps().stream()
                    .filter(app -> app.config().name().equals(config.name()))
                    .filter(app -> plans.stream().noneMatch(plan -> plan.app == app))
                    .min(Comparator.comparing(app -> !app.config().script().equals(config.script())))
                    .orElse(null);
            plans.add(plan(config, known, request));
        }
        return plans;
    }

    private Plan plan(AppConfig config, App known, Request request) {
        if (request.flag("force")) {
            return new Plan(config, null);
        }
        if (known == null || request.flag("file")) {
            return new Plan(config, known);
        }
        if (!known.config().script().equals(config.script())) {
            return new Plan(config, null);
        }
        if (!known.instances().stream().allMatch(AppInstance::isAtRest)) {
            throw new BadRequestException("Script already launched, add -f option to force re-execution");
        }
        return new Plan(config, known);
    }

    /** Those that others need first; what they need may be in the list already. */
    private List<List<Plan>> waves(List<Plan> plans) {
        Map<String, Collection<String>> needs = new LinkedHashMap<>();
        for (Plan plan : plans) {
            needs.computeIfAbsent(plan.config.name(), name -> new ArrayList<>()).addAll(plan.config.dependsOn());
        }
        needs.forEach((name, needed) -> needed.forEach(other -> {
            if (!needs.containsKey(other) && apps.named(other).isEmpty()) {
                throw new BadRequestException(name + " depends on " + other + ", which is neither in the list nor started with it");
            }
        }));
        try {
            return StartOrder.waves(needs).stream()
                    .map(wave -> plans.stream().filter(plan -> wave.contains(plan.config.name())).toList())
                    .toList();
        } catch (StartOrder.CycleException e) {
            throw new BadRequestException(e.getMessage());
        }
    }

    /** Finds out whether it can run at all, and takes it into the list. */
    private CompletionStage<?> prepare(Plan plan) {
        return plan.known
                ? plan.app.configure(plan.config)
                : apps.create(plan.config).thenAccept(app -> plan.app = app);
    }

    /** As if it had not been prepared. */
    private static CompletionStage<Void> undo(Plan plan) {
        if (plan.known) {
            return plan.app.config() == plan.before ? CompletableFuture.completedStage(null) : plan.app.configure(plan.before);
        }
        return plan.app == null
                ? CompletableFuture.completedStage(null)
                : InTurns.each(plan.app.instances(), 1, plan.app::remove);
    }

    private CompletionStage<Void> begin(Plan plan, Request request, Reply reply) {
        if (!plan.known && !plan.config.autostart()) {
            return CompletableFuture.completedStage(null);
        }
        List<AppInstance> before = plan.app.instances();
        CompletionStage<Void> sized = plan.known && before.size() != plan.config.instances()
                ? Scale.to(plan.app, plan.config.instances(), LifeVerbs.AT_ONCE)
                : CompletableFuture.completedStage(null);
        return sized.thenCompose(done -> {
            List<AppInstance> instances = new ArrayList<>(plan.app.instances());
            if (!plan.known) {
                return InTurns.each(instances, instances.size(), instance -> start(instance, reply));
            }
            instances.retainAll(before);
            return again(instances, request, reply);
        });
    }

    private static List<Plan> neededBySome(List<Plan> wave, List<Plan> plans) {
        return wave.stream()
                .filter(plan -> plan.config.autostart())
                .filter(plan -> plans.stream().anyMatch(other -> other.config.dependsOn().contains(plan.config.name())))
                .toList();
    }

    /** Others wait for it; a program that is done, and says that all is well, is as good as one that is ready. */
    private static CompletionStage<Void> ready(Plan plan) {
        return InTurns.each(plan.app.instances(), plan.app.instances().size(), instance -> plan.app
                .ready(instance)
                .exceptionallyCompose(problem -> instance.hasEndedWell()
                        ? CompletableFuture.completedStage(null)
                        : CompletableFuture.failedStage(new IOException(instance
                                + ", which others need, is not ready: " + Steps.sentence(problem)
                                + ". They are not started"))));
    }

    private CompletionStage<Void> again(List<AppInstance> instances, Request request, Reply reply) {
        if ("reload".equals(request.text("action"))) {
            return reload.reload(instances, request.number("parallel", 0), request.flag("force"), reply);
        }
        return InTurns.each(instances, request.number("parallel", LifeVerbs.AT_ONCE), instance ->
                instance.isAtRest()
                        ? start(instance, reply)
                        : instance.app().restart(instance).thenRun(() -> Steps.tell(reply, "restart", instance)));
    }

    private static CompletionStage<Void> start(AppInstance instance, Reply reply) {
        return instance.app()
                .start(instance)
                .exceptionallyCompose(problem -> CompletableFuture.failedStage(
                        new IOException(instance + " does not start: " + Steps.sentence(problem))))
                .thenRun(() -> Steps.tell(reply, "start", instance));
    }
}
