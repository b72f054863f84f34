package millrace.manager.daemon;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import millrace.cluster.Worker;
import millrace.manager.app.AppInstance;
import millrace.manager.app.Apps;
import millrace.manager.app.InTurns;
import millrace.manager.metrics.ActionCalls;
import millrace.os.Signal;

/** Verbs that pass something on to processes. */
final class TalkVerbs {
    /** For the answer of an action. */
    private static final long PATIENCE_MILLIS = 30_000;

    private final Apps apps;

    TalkVerbs(Apps apps) {
        this.apps = apps;
    }

    void register(Map<String, Verb> verbs) {
        verbs.put("signal", this::signal);
        verbs.put("send", this::send);
        verbs.put("trigger", this::trigger);
    }

    private void signal(Request request, Reply reply) {
        Signal signal;
        try {
            signal = Signal.named(request.needText("signal"));
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(e.getMessage());
        }
        List<AppInstance> instances = Selection.of(request, apps);
        for (AppInstance instance : instances) {
            instance.app().primary().signal(worker(instance), signal);
            Steps.tell(reply, "signal", instance);
        }
        reply.ok(Steps.names(instances));
    }

    /** A line for standard input; with {@code "raw"} just these characters. */
    private void send(Request request, Reply reply) {
        String text = request.needText("text");
        byte[] bytes = (request.flag("raw") ? text : text + "\n").getBytes(StandardCharsets.UTF_8);
        List<AppInstance> instances = Selection.of(request, apps);
        for (AppInstance instance : instances) {
            instance.app().primary().writeInput(worker(instance), bytes);
        }
        reply.ok(Steps.names(instances));
    }

    /** Calls an action that processes have offered with {@code @pm2/io}, and waits for what each answers. */
    private void trigger(Request request, Reply reply) {
        String action = request.needText("action");
        Object parameter = request.fields().get("parameter");
        List<AppInstance> able = Selection.of(request, apps).stream()
                .filter(instance -> instance.app().metrics(instance) != null
                        && instance.app().metrics(instance).hasAction(action))
                .toList();
        if (able.isEmpty()) {
            throw new BadRequestException("no process of these offers an action \"" + action + "\"; describe lists those there are");
        }
        List<Map<String, Object>> answers = new ArrayList<>();
        Steps.end(
                InTurns.each(able, able.size(), instance -> call(instance, action, parameter).thenAccept(answer -> {
                    Map<String, Object> fields = new LinkedHashMap<>(Steps.names(List.of(instance)).getFirst());
                    fields.put("answer", answer);
                    answers.add(fields);
                })),
                reply,
                () -> answers);
    }

    private CompletionStage<Object> call(AppInstance instance, String action, Object parameter) {
        String message = ActionCalls.message(instance.pmId(), action, parameter);
        CompletionStage<Object> answer =
                instance.app().metrics(instance).calls().await(apps.loop(), action, PATIENCE_MILLIS);
        instance.app().primary().send(worker(instance), message);
        return answer;
    }

    static Worker worker(AppInstance instance) {
        Worker worker = instance.view().worker();
        if (worker == null) {
            throw new BadRequestException(instance + " does not run");
        }
        return worker;
    }
}
