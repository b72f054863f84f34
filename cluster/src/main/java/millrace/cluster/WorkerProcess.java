package millrace.cluster;

import java.lang.System.Logger.Level;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import millrace.os.Descriptor;
import millrace.os.Environment;
import millrace.os.OsException;

/**
 * This process as a worker: how an app talks with the primary that has started it. An app that only listens needs none
 * of this; its listeners ask the primary by themselves.
 *
 * <p>When the primary asks the worker to leave, the app's listeners are closed, {@link #onDisconnect} is told, and the
 * process exits with 0 once its connections are closed. When the primary is gone, the process exits at once. All methods
 * may be called from any thread.
 */
public final class WorkerProcess {
    private static final WorkerProcess CURRENT = fromEnvironment();

    private final int id;
    private final int fd;
    private PrimaryLink link;

    private WorkerProcess(int id, int fd) {
        this.id = id;
        this.fd = fd;
    }

    /** This process as a worker, or {@code null} when no primary has started it. */
    public static WorkerProcess current() {
        return CURRENT;
    }

    public static boolean isWorker() {
        return CURRENT != null;
    }

    /**
     * The variables are those that Node reads, and like Node we remove them: a program that the app starts is no worker of
     * our primary. A descriptor that is not open means that they were meant for a parent already.
     */
    private static WorkerProcess fromEnvironment() {
        String fd = take("NODE_CHANNEL_FD");
        String id = take("NODE_UNIQUE_ID");
        String mode = take("NODE_CHANNEL_SERIALIZATION_MODE");
        if (fd == null || id == null) {
            return null;
        }
        try {
            WorkerProcess worker = new WorkerProcess(Integer.parseInt(id), Integer.parseInt(fd));
            boolean usable = Descriptor.isOpen(worker.fd) && (mode == null || mode.equals("json"));
            if (usable) {
                Descriptor.setCloseOnExec(worker.fd, true);
                Descriptor.setNonBlocking(worker.fd, true);
                return worker;
            }
        } catch (NumberFormatException e) {
            System.getLogger("millrace.cluster").log(Level.DEBUG, "NODE_CHANNEL_FD or NODE_UNIQUE_ID is no number", e);
        }
        System.getLogger("millrace.cluster")
                .log(Level.WARNING, "NODE_CHANNEL_FD={0} is of no use here: not running as a worker", fd);
        return null;
    }

    private static String take(String variable) {
        String value = Environment.get(variable);
        if (value != null) {
            Environment.remove(variable);
        }
        return value;
    }

    /** The number that the primary has given this worker; counts from 1 and is not used again. */
    public int id() {
        return id;
    }

    /**
     * Sends the primary a message.
     *
     * @throws IllegalArgumentException when it is not JSON, or has the form of the protocol's own messages
     */
    public void send(String json) {
        send(UserMessage.line(json));
    }

    /**
     * Sends a message that is a line already; nothing about it is checked. While the primary does not read it is kept, as
     * all others sent so: how many that are is the caller's to bound.
     *
     * @param line one JSON value and the newline, {@link Primary#LONGEST_MESSAGE} at most; not changed afterwards
     */
    public void send(byte[] line) {
        PrimaryLink to = link();
        to.loop().execute(() -> to.send(line));
    }

    /** Who sees the primary's lines before anything is made of them from now on, on the thread of an event loop. */
    public void onLine(LineReceiver receiver) {
        PrimaryLink from = link();
        from.loop().execute(() -> from.onLine(receiver));
    }

    /** Who gets the primary's messages from now on, on the thread of an event loop. */
    public void onMessage(Consumer<String> receiver) {
        PrimaryLink from = link();
        from.loop().execute(() -> from.onMessage(receiver));
    }

    /**
     * What is done, on the thread of an event loop, when the primary has asked the worker to leave or is gone; for the
     * app that wants to end in its own way. The process then exits when the app ends it, at the latest by the signal that
     * the primary sends after its grace time.
     */
    public void onDisconnect(Runnable action) {
        PrimaryLink from = link();
        from.loop().execute(() -> from.onDisconnect(action));
    }

    /**
     * Leaves of its own will: listeners are closed, the primary does not count the end as an accident and starts a
     * successor.
     *
     * @return completes when the primary has noted it
     */
    public CompletionStage<Void> disconnect() {
        PrimaryLink from = link();
        return from.disconnect();
    }

    /**
     * The link to the primary; the first call opens it. It has a loop of its own, since those of the app come and go with
     * its servers; its thread does not keep the process alive.
     */
    synchronized PrimaryLink link() {
        if (link == null) {
            link = new PrimaryLink(openLoop(), fd);
            link.loop().execute(link::open);
        }
        return link;
    }

    private static EventLoop openLoop() {
        try {
            EventLoop loop = EventLoop.open("cluster", PollerKind.EPOLL);
            loop.startDaemon();
            return loop;
        } catch (OsException e) {
            throw new IllegalStateException("no event loop for the channel to the primary: " + e.getMessage(), e);
        }
    }
}
