package millrace.cluster;

import java.lang.System.Logger.Level;
import java.util.EnumMap;
import java.util.Map;
import millrace.cluster.PrimaryEvents.Stream;
import millrace.loop.EventLoop;
import millrace.loop.Timer;
import millrace.loop.Watch;
import millrace.os.ExitStatus;
import millrace.os.OsException;
import millrace.os.PidFd;
import millrace.os.Signal;

/**
 * The process of a worker: its output, its end, and how it is brought about. For the loop's own thread only.
 */
final class Child implements Departure.Effects {

    private static final byte[] SHUTDOWN = UserMessage.line("\"shutdown\"");

    /** Who has started it. */
    interface Owner {
        /** The worker is about to be told to disconnect: it shall get nothing new. */
        void disconnecting(RunningWorker worker);

        /** The process has ended, and all that it has said and written has been dealt with. */
        void exited(Child child, ExitStatus status);
    }

    private final RunningWorker worker;
    private final AppSpec.Protocol protocol;
    private final StopPolicy policy;
    private final PidFd process;
    private final boolean isOurs;
    private final Provisions provisions;
    private final ProcessTree tree;
    private final EventLoop loop;
    private final Owner owner;
    private final Departure departure;
    private final Timer timer;
    private final Map<Stream, OutputPipe> outputs = new EnumMap<>(Stream.class);
    private final InputPipe input;

    /** What is waited for when the process itself has ended, or {@code null}. */
    private Remnants remnants;

    Child(Launch launch, RunningWorker worker, AppSpec spec, EventLoop loop, Lines lines, Owner owner) {
        this.worker = worker;
        this.protocol = spec.protocol();
        this.policy = spec.stop();
        this.process = launch.process();
        this.isOurs = launch.isOurs();
        this.provisions = launch.provisions();
        this.tree = new ProcessTree(process.pid());
        this.loop = loop;
        this.owner = owner;
        this.departure = new Departure(policy, this);
        this.timer = loop.timer(departure::timeOver);
        output(lines, launch.stdout(), Stream.STDOUT);
        output(lines, launch.stderr(), Stream.STDERR);
        this.input = launch.stdin() < 0 ? null : new InputPipe(loop, launch.stdin());
        new End(loop).interest(Watch.READ);
    }

    private void output(Lines lines, int fd, Stream stream) {
        if (fd >= 0) {
            outputs.put(stream, lines.pipe(fd, worker, stream));
        }
    }

    /** The descriptor that becomes readable when the process has ended. */
    private final class End extends Watch {
        End(EventLoop loop) {
            super(loop, process.fd());
        }

        @Override
        protected void ready(int bits) {
            // Before it is reaped its number is not given to another group.
            if (policy.wholeTree()) {
                signal(departure.state() == Departure.State.KILLED ? Signal.SIGKILL : policy.signal());
            }
            ExitStatus status;
            try {
                status = isOurs ? process.reap() : ExitStatus.UNKNOWN;
            } catch (OsException e) {
                System.getLogger("millrace.cluster").log(Level.ERROR, "worker {0}: {1}", worker.id(), e.getMessage());
                status = ExitStatus.UNKNOWN;
            }
            if (status != null) {
                close();
                ended(status);
            }
        }
    }

    /** What the worker has started goes with it, and has the last word. */
    private void ended(ExitStatus status) {
        worker.drain();
        timer.cancel();
        if (policy.wholeTree() && !tree.isGone()) {
            remnants = new Remnants(tree, loop, policy.killNanos(), () -> gone(status));
            remnants.look();
        } else {
            gone(status);
        }
    }

    private void gone(ExitStatus status) {
        tree.close();
        provisions.release();
        outputs.values().forEach(OutputPipe::finish);
        if (input != null) {
            input.close();
        }
        worker.state(Worker.State.DEAD);
        owner.exited(this, status);
    }

    RunningWorker worker() {
        return worker;
    }

    AppSpec.Protocol protocol() {
        return protocol;
    }

    /** Sends one signal to the worker alone; {@code false} when it has ended. */
    boolean sendSignal(Signal signal) {
        return process.send(signal) == 0;
    }

    /** {@code false} when it has no input, has closed it, or more waits for it than is good. */
    boolean writeInput(byte[] bytes) {
        return input != null && input.write(bytes);
    }

    /** Reads its output, or does not: it then waits when it has written as much as the kernel keeps. */
    void readOutput(boolean on) {
        outputs.values().forEach(pipe -> pipe.pause(!on));
    }

    /** Our end of what it writes to, or −1. */
    int output(Stream stream) {
        OutputPipe pipe = outputs.get(stream);
        return pipe == null || pipe.isClosed() ? -1 : pipe.fd();
    }

    /** Brings it to an end: asks, then insists. */
    void leave() {
        if (remnants == null) {
            departure.begin(worker.isConnected(), policy.graceNanos());
        }
    }

    /** The same, and somebody waits for it: who does not listen has nothing to finish, and gets the signal at once. */
    void stop() {
        if (remnants == null) {
            boolean listens = worker.isConnected() && worker.state() == Worker.State.LISTENING;
            departure.begin(listens, policy.stopGraceNanos());
        }
    }

    void hurry() {
        if (remnants != null) {
            remnants.kill();
        } else {
            departure.hurry();
        }
    }

    void killNow() {
        if (remnants != null) {
            remnants.kill();
        } else {
            departure.kill();
        }
    }

    /** The worker has closed its channel. One that never used it goes on. */
    void channelClosed() {
        if (worker.hasSpoken() && remnants == null) {
            departure.channelClosed(worker.awaitsSignal());
        }
    }

    @Override
    public boolean sendShutdown() {
        owner.disconnecting(worker);
        worker.leave();
        return worker.sayLeave(policy, policy.graceNanos()) && worker.send(SHUTDOWN);
    }

    @Override
    public boolean askToDisconnect(long graceNanos) {
        owner.disconnecting(worker);
        worker.leave();
        return worker.askToLeave(policy, graceNanos);
    }

    @Override
    public void terminate() {
        owner.disconnecting(worker);
        signal(policy.signal());
    }

    @Override
    public void kill() {
        signal(Signal.SIGKILL);
    }

    @Override
    public void wakeAfter(long nanos) {
        timer.arm(nanos);
    }

    private void signal(Signal signal) {
        if (policy.wholeTree()) {
            tree.signal(signal);
        } else {
            process.send(signal);
        }
    }
}
