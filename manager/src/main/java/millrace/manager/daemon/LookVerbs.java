package millrace.manager.daemon;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import millrace.manager.app.AppInstance;
import millrace.manager.app.Apps;
import millrace.manager.app.Jlist;
import millrace.manager.app.Listing;

/** Verbs that only look; {@code jlist} alone shows environments. */
final class LookVerbs {
    private final Apps apps;

    LookVerbs(Apps apps) {
        this.apps = apps;
    }

    void register(Map<String, Verb> verbs) {
        verbs.put("ping", (request, reply) -> reply.ok("pong"));
        verbs.put("version", (request, reply) -> reply.ok(Version.fields()));
        verbs.put("list", (request, reply) -> show(request, reply, Listing::row));
        verbs.put("describe", (request, reply) -> show(request, reply, Listing::description));
        verbs.put("jlist", (request, reply) -> show(request, reply, instance -> Jlist.of(instance, Version.text())));
    }

    private void show(Request request, Reply reply, Function<AppInstance, Map<String, Object>> form) {
        List<AppInstance> instances = Selection.orAll(request, apps);
        reply.ok(instances.stream().map(form).toList());
    }
}
