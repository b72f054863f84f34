package millrace.cluster;

import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import millrace.os.ExitStatus;

/** Passes events on; what the listener throws is logged, and stops nothing of what the primary is about. */
record GuardedEvents(PrimaryEvents listener) implements PrimaryEvents {

    private static void guard(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException | Error e) {
            log(e);
        }
    }

    private static void log(Throwable e) {
        System.getLogger("millrace.cluster").log(Level.ERROR, "a listener of the primary's events failed", e);
    }

    @Override
    public void started(Worker worker) {
        guard(() -> listener.started(worker));
    }

    @Override
    public void online(Worker worker) {
        guard(() -> listener.online(worker));
    }

    @Override
    public void listening(Worker worker, String address) {
        guard(() -> listener.listening(worker, address));
    }

    @Override
    public void serving(Worker worker, String wanted, InetSocketAddress at) {
        guard(() -> listener.serving(worker, wanted, at));
    }

    @Override
    public void leaving(Worker worker, InetSocketAddress at) {
        guard(() -> listener.leaving(worker, at));
    }

    @Override
    public void cannotListen(Worker worker, String address, int errno) {
        guard(() -> listener.cannotListen(worker, address, errno));
    }

    @Override
    public void disconnected(Worker worker) {
        guard(() -> listener.disconnected(worker));
    }

    @Override
    public void exited(Worker worker, ExitStatus status) {
        guard(() -> listener.exited(worker, status));
    }

    @Override
    public void changed(int instance, InstanceState state) {
        guard(() -> listener.changed(instance, state));
    }

    @Override
    public void restarting(int instance, long delayNanos) {
        guard(() -> listener.restarting(instance, delayNanos));
    }

    @Override
    public void errored(int instance, String reason) {
        guard(() -> listener.errored(instance, reason));
    }

    @Override
    public void stopped(int instance) {
        guard(() -> listener.stopped(instance));
    }

    @Override
    public void ended() {
        guard(listener::ended);
    }

    @Override
    public boolean line(Worker worker, byte[] buffer, int offset, int length) {
        try {
            return listener.line(worker, buffer, offset, length);
        } catch (RuntimeException | Error e) {
            log(e);
            return true;
        }
    }

    @Override
    public void messageLost(Worker worker, String what) {
        guard(() -> listener.messageLost(worker, what));
    }

    @Override
    public void message(Worker worker, String json) {
        guard(() -> listener.message(worker, json));
    }

    @Override
    public void output(Worker worker, Stream stream, byte[] buffer, int offset, int length, boolean endsLine) {
        guard(() -> listener.output(worker, stream, buffer, offset, length, endsLine));
    }

    @Override
    public void outputLines(Worker worker, Stream stream, byte[] buffer, int offset, int length) {
        guard(() -> listener.outputLines(worker, stream, buffer, offset, length));
    }

    @Override
    public void report(Worker worker, WorkerReport report) {
        guard(() -> listener.report(worker, report));
    }

    @Override
    public void warning(String sentence) {
        guard(() -> listener.warning(sentence));
    }
}
