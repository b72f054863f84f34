package millrace.manager.daemon;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import millrace.manager.app.AppInstance;

/** How verbs that act say what they have done. */
final class Steps {
    private Steps() {}

    /** Tells a client that something has been done to an instance. */
    static void tell(Reply reply, String what, AppInstance instance) {
        Map<String, Object> step = LinkedHashMap.newLinkedHashMap(4);
        step.put("what", what);
        step.put("pm_id", instance.pmId());
        step.put("name", instance.name());
        step.put("namespace", instance.namespace());
        reply.progress(step);
    }

    /** Ends a request when what was begun has come to its end. */
    static void end(CompletionStage<?> done, Reply reply, Supplier<Object> result) {
        done.whenComplete((value, problem) -> {
            if (problem == null) {
                reply.ok(result.get());
            } else {
                reply.fail(sentence(problem));
            }
        });
    }

    static String sentence(Throwable problem) {
        Throwable cause = problem;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /** What a client needs to name them. */
    static List<Map<String, Object>> names(Collection<AppInstance> instances) {
        return instances.stream().map(instance -> {
            Map<String, Object> fields = LinkedHashMap.newLinkedHashMap(3);
            fields.put("pm_id", instance.pmId());
            fields.put("name", instance.name());
            fields.put("namespace", instance.namespace());
            return fields;
        }).toList();
    }
}
