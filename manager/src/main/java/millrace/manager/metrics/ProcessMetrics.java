package millrace.manager.metrics;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import millrace.cluster.json.Json;

/**
 * What a process tells of itself with {@code process.send}, in the shapes of {@code @pm2/io} and {@code tx2}:
 *
 * <pre>
 *   {type: 'axm:monitor', data: {'Heap Size': {value, unit, type, historic}, …}}    metrics, each time all or some
 *   {type: 'axm:action', data: {action_name, action_type, arity, opts}}             an action that can be called
 *   {type: 'axm:reply', data: {action_name, at, return}}                            what an action has answered
 *   {type: 'axm:option:configuration', data: {…}}                                   options, for {@code describe}
 *   {node_version: '…'}                                                             from PM2's own wrapper
 * </pre>
 *
 * <p>What is kept is bounded, since it is kept in another process than that which sends it. Pure logic, for one thread
 * at a time.
 */
public final class ProcessMetrics {
    static final int MOST = 500;

    private final Map<String, Object> monitor = new LinkedHashMap<>();
    private final Map<String, Object> options = new LinkedHashMap<>();
    private final List<Map<String, Object>> actions = new ArrayList<>();
    private final ActionCalls calls = new ActionCalls();
    private String nodeVersion;

    /**
     * A message of the process.
     *
     * @return what others should hear of; {@code null} when it is a figure that is kept here
     */
    public BusEvent received(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        try {
            return received(Json.read(bytes, 0, bytes.length));
        } catch (IOException e) {
            throw new IllegalArgumentException("a message that is no JSON: " + e.getMessage(), e);
        }
    }

    private BusEvent received(Object message) {
        if (!(message instanceof Map<?, ?> fields)) {
            return new BusEvent(BusEvent.MESSAGE, message, true);
        }
        if (fields.get("type") instanceof String type && !type.isEmpty() && isSomething(fields.get("data"))) {
            return typed(type, fields.get("data"));
        }
        if (fields.get("node_version") instanceof String version) {
            nodeVersion = version;
            return null;
        }
        return new BusEvent(BusEvent.MESSAGE, message, true);
    }

    /** As JavaScript decides whether there is anything. */
    private static boolean isSomething(Object value) {
        return switch (value) {
            case null -> false;
            case Boolean truth -> truth;
            case String text -> !text.isEmpty();
            case Number number -> number.doubleValue() != 0;
            default -> true;
        };
    }

    private BusEvent typed(String type, Object data) {
        Map<?, ?> fields = data instanceof Map<?, ?> map ? map : Map.of();
        switch (type) {
            case "axm:monitor" -> keep(monitor, fields);
            case "axm:option:configuration" -> keep(options, fields);
            case "axm:action" -> offer(fields);
            case "axm:option:setPID" -> {
                // Of modules that run as something else than they were started as: there are none here.
                return null;
            }
            case "axm:reply" -> {
                calls.replied(fields);
                return new BusEvent(type, data, false);
            }
            default -> {
                return new BusEvent(type, data, false);
            }
        }
        return null;
    }

    private static void keep(Map<String, Object> into, Map<?, ?> fields) {
        fields.forEach((name, value) -> {
            if (name instanceof String key && (into.size() < MOST || into.containsKey(key))) {
                into.put(key, value);
            }
        });
    }

    private void offer(Map<?, ?> fields) {
        if (fields.get("action_name") instanceof String name && !hasAction(name) && actions.size() < MOST) {
            Map<String, Object> action = new LinkedHashMap<>();
            keep(action, fields);
            actions.add(action);
        }
    }

    /** {@code axm_monitor}: each metric by its name, with value and unit. */
    public Map<String, Object> monitor() {
        return monitor;
    }

    /** {@code axm_actions}. */
    public List<Map<String, Object>> actions() {
        return actions;
    }

    /** {@code axm_options}. */
    public Map<String, Object> options() {
        return options;
    }

    /** Without a {@code v}; {@code null} when the process has not said it. */
    public String nodeVersion() {
        return nodeVersion;
    }

    public boolean hasAction(String name) {
        return actions.stream().anyMatch(action -> name.equals(action.get("action_name")));
    }

    /** The calls under way. */
    public ActionCalls calls() {
        return calls;
    }

    /** The process has ended: its successor tells everything anew. */
    public void clear() {
        monitor.clear();
        options.clear();
        actions.clear();
        calls.fail("its process has ended");
    }
}
