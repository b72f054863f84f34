package millrace.manager.daemon;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** What clients may ask for, by name. For the loop's thread. */
final class Verbs {
    private final Map<String, BiConsumer<Request, Reply>> verbs = new LinkedHashMap<>();

    Verbs(Runnable kill) {
        verbs.put("ping", (request, reply) -> reply.ok("pong"));
        verbs.put("version", (request, reply) -> reply.ok(Version.fields()));
        verbs.put("kill", (request, reply) -> {
            reply.ok(null);
            kill.run();
        });
    }

    void handle(Request request, Reply reply) {
        BiConsumer<Request, Reply> verb = verbs.get(request.verb());
        if (verb == null) {
            throw new BadRequestException("there is no verb \"" + request.verb() + "\"; there are "
                    + String.join(", ", verbs.keySet()) + ". Is the daemon older than the command? millrace update");
        }
        verb.accept(request, reply);
    }
}
