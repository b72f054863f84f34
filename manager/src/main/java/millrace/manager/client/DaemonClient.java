package millrace.manager.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import millrace.manager.Home;
import millrace.manager.config.ConfigException;
import millrace.manager.config.Declared;
import millrace.manager.config.Invocation;

/**
 * A connection to the daemon of a {@link Home}: JSON lines over its Unix socket. Calls wait for their answer, one at a
 * time; {@link #close} may come from another thread, and ends a call or a subscription that waits.
 *
 * <pre>{@code
 * try (DaemonClient daemon = DaemonClient.connectOrStart(Home.ofEnvironment())) {
 *     daemon.start("app.js", Map.of("name", "web", "instances", "max"));
 *     daemon.list().forEach(app -> System.out.println(app.name() + " " + app.status()));
 *     daemon.reload("web");
 * }
 * }</pre>
 */
public final class DaemonClient implements AutoCloseable {
    private final LineChannel lines;
    private long lastId;
    private volatile boolean closed;

    private DaemonClient(SocketChannel channel) {
        lines = new LineChannel(channel);
    }

    /**
     * Connects to the daemon that runs.
     *
     * @throws DaemonException when none runs, or it is somebody else's
     */
    public static DaemonClient connect(Home home) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(home.socket()));
            return new DaemonClient(channel);
        } catch (IOException e) {
            channel.close();
            throw new DaemonException(whyNot(home, e));
        }
    }

    private static String whyNot(Home home, IOException e) {
        if (home.unusable() != null) {
            return home.unusable();
        }
        boolean denied = e instanceof AccessDeniedException
                || String.valueOf(e.getMessage()).contains("ermission denied")
                || Files.exists(home.folder()) && !Files.isExecutable(home.folder());
        return denied
                ? "the daemon in " + home.folder() + " belongs to another user"
                : "no daemon runs in " + home.folder();
    }

    /** Connects to the daemon, after starting one if none runs. Several may do so at once: they get the same. */
    public static DaemonClient connectOrStart(Home home) throws IOException {
        try {
            return connect(home);
        } catch (DaemonException e) {
            return DaemonLaunch.startAndConnect(home);
        }
    }

    /**
     * Asks for something and waits until it is done.
     *
     * @param fields what belongs to the verb; values as {@code millrace.cluster.json.Json} takes them
     * @param progress told of every step, on this thread
     * @return the result: maps, lists, strings, numbers, booleans or {@code null}
     * @throws DaemonException when the daemon refuses or fails; its message is for people
     */
    public Object call(String verb, Map<String, ?> fields, Consumer<Map<String, Object>> progress) throws IOException {
        long id = send(verb, fields);
        while (true) {
            Map<String, Object> answer = next(verb);
            if (!isFor(id, answer)) {
                continue;
            }
            if (answer.containsKey("ok")) {
                return result(answer);
            }
            if (answer.get("progress") instanceof Map<?, ?> step) {
                progress.accept(named(step));
            }
        }
    }

    /** As {@link #call(String, Map, Consumer)}, for whoever is only interested in the end. */
    public Object call(String verb, Map<String, ?> fields) throws IOException {
        return call(verb, fields, step -> {});
    }

    /** What is in the list; without environments. */
    public List<ListedApp> list() throws IOException {
        List<ListedApp> list = new ArrayList<>();
        if (call("list", Map.of()) instanceof List<?> rows) {
            for (Object row : rows) {
                list.add(ListedApp.of(named((Map<?, ?>) row)));
            }
        }
        return list;
    }

    /**
     * Starts a script or program, as {@code millrace start} does: it gets this process's environment and folder unless the
     * attributes say otherwise. Returns when it runs, or is ready if it is to say so.
     *
     * @param script as one would type it
     * @param attributes by the names that process files have: {@code Map.of("name", "web", "instances", 2)}
     * @throws DaemonException when something is wrong with them, or it does not start
     */
    public void start(String script, Map<String, Object> attributes) throws IOException {
        try {
            Declared declared =
                    Declared.ofScript(script, List.of(), Invocation.here().withOptions(attributes));
            call("start", Map.of("apps", declared.apps()));
        } catch (ConfigException e) {
            throw new DaemonException(e.getMessage());
        }
    }

    /**
     * Stops apps, which stay in the list. Returns when no process of theirs is left.
     *
     * @param targets ids, names, namespaces, {@code /patterns/} or {@code all}; so for all that follow
     */
    public void stop(String... targets) throws IOException {
        call("stop", targets(targets));
    }

    /** Restarts apps, with a gap in which clients wait. Returns when the new processes are ready. */
    public void restart(String... targets) throws IOException {
        call("restart", targets(targets));
    }

    /**
     * Replaces processes without losing a request, one instance of an app after the other.
     *
     * @throws DaemonException when a new process is not ready: the old one goes on, and so do those not yet replaced
     */
    public void reload(String... targets) throws IOException {
        call("reload", targets(targets));
    }

    /** Stops apps and takes them out of the list. */
    public void delete(String... targets) throws IOException {
        call("delete", targets(targets));
    }

    private static Map<String, Object> targets(String... targets) {
        return Map.of("targets", List.of(targets));
    }

    /**
     * Follows what happens: log lines and what becomes of processes. Waits until {@link #close} is called by another
     * thread or by the consumer, or the daemon ends. Whoever is too slow is let go by the daemon, with a sentence.
     *
     * <p>A log event has the fields {@code event: "log"}, {@code pm_id}, {@code name}, {@code namespace}, {@code stream}
     * ({@code out} or {@code err}), {@code at} (milliseconds since the epoch) and {@code line}; one of a process {@code
     * event: "process"}, {@code what}, {@code pm_id}, {@code name}, {@code namespace}, {@code at} and maybe {@code
     * detail}. What an app says itself comes under its own type.
     *
     * @param fields {@code targets}, {@code logs} and {@code processes} (booleans): what is of interest; all by default
     * @param events told of every event, on this thread
     * @throws DaemonException when the daemon refuses, ends, or lets this subscriber go
     */
    public void subscribe(Map<String, ?> fields, Consumer<Map<String, Object>> events) throws IOException {
        subscribe(fields, () -> {}, events);
    }

    /**
     * The same.
     *
     * @param begun called when nothing that happens from now on is missed
     */
    public void subscribe(Map<String, ?> fields, Runnable begun, Consumer<Map<String, Object>> events)
            throws IOException {
        long id = send("subscribe", fields);
        while (!closed) {
            Map<String, Object> event;
            try {
                event = next("subscribe");
            } catch (ClosedChannelException e) {
                if (closed) {
                    return;
                }
                throw e;
            }
            if (!isFor(id, event)) {
                continue;
            }
            if (event.containsKey("event")) {
                events.accept(event);
            } else if (event.containsKey("ok")) {
                result(event);
            } else if (event.containsKey("progress")) {
                begun.run();
            }
        }
    }

    private long send(String verb, Map<String, ?> fields) throws IOException {
        long id = ++lastId;
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("id", id);
        request.put("verb", verb);
        request.putAll(fields);
        try {
            lines.write(request);
        } catch (AsynchronousCloseException e) {
            throw e;
        } catch (IOException e) {
            throw new DaemonException("the daemon has ended before it took the " + verb + ": try again");
        }
        return id;
    }

    private Map<String, Object> next(String verb) throws IOException {
        try {
            return lines.read();
        } catch (EOFException | SocketException e) {
            throw new DaemonException("the daemon has ended before the " + verb + " was done; its log says why");
        }
    }

    private static boolean isFor(long id, Map<String, Object> answer) {
        return answer.get("id") instanceof Number number && number.longValue() == id;
    }

    private static Object result(Map<String, Object> answer) throws DaemonException {
        if (Boolean.TRUE.equals(answer.get("ok"))) {
            return answer.get("result");
        }
        int exit = answer.get("exit") instanceof Number code ? code.intValue() : 1;
        throw new DaemonException(String.valueOf(answer.get("error")), exit);
    }

    private static Map<String, Object> named(Map<?, ?> fields) {
        Map<String, Object> named = LinkedHashMap.newLinkedHashMap(fields.size());
        fields.forEach((name, value) -> named.put((String) name, value));
        return named;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        lines.close();
    }
}
