package millrace.manager.metrics;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import millrace.cluster.json.Json;
import millrace.loop.EventLoop;
import millrace.loop.Timer;

/**
 * Calls of one process's actions that wait for the answer. It bears no number, only the action's name: it belongs
 * to the call of that name that has waited longest. For the loop's thread only.
 */
public final class ActionCalls {
    private final Map<String, Queue<CompletableFuture<Object>>> waiting = new HashMap<>();

    ActionCalls() {}

    /**
     * What is sent to call an action, as PM2 does: its name, or with a parameter an object.
     *
     * @param parameter as JSON's values; {@code null} for none
     */
    public static String message(int pmId, String action, Object parameter) {
        Object message = action;
        if (parameter != null) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("msg", action);
            fields.put("opts", parameter);
            fields.put("id", pmId);
            message = fields;
        }
        return new String(Json.line(message), StandardCharsets.UTF_8).strip();
    }

    /**
     * Waits for the answer to a call that has just been sent.
     *
     * @return completes on the loop, exceptionally when the process ends or the time is over
     */
    public CompletionStage<Object> await(EventLoop loop, String action, long timeoutMillis) {
        CompletableFuture<Object> answer = new CompletableFuture<>();
        Queue<CompletableFuture<Object>> queue = waiting.computeIfAbsent(action, name -> new ArrayDeque<>());
        queue.add(answer);
        Timer deadline = loop.timer(() -> {
            queue.remove(answer);
            answer.completeExceptionally(
                    new IOException("action " + action + " has not answered within " + timeoutMillis + " ms"));
        });
        deadline.arm(TimeUnit.MILLISECONDS.toNanos(timeoutMillis));
        answer.whenComplete((value, failure) -> deadline.cancel());
        return answer;
    }

    void replied(Map<?, ?> data) {
        Queue<CompletableFuture<Object>> queue = waiting.get(String.valueOf(data.get("action_name")));
        CompletableFuture<Object> oldest = queue == null ? null : queue.poll();
        if (oldest != null) {
            oldest.complete(data.get("return"));
        }
    }

    void fail(String reason) {
        List<CompletableFuture<Object>> all = new ArrayList<>();
        waiting.values().forEach(all::addAll);
        waiting.clear();
        all.forEach(answer -> answer.completeExceptionally(new IOException(reason)));
    }
}
