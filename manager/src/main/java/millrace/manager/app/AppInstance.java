package millrace.manager.app;

import java.util.List;
import java.util.UUID;
import millrace.cluster.InstanceState;
import millrace.cluster.InstanceView;
import millrace.cluster.Worker;
import millrace.manager.usage.Usage;
import millrace.os.ExitStatus;

/**
 * One entry of the list: an instance of an app under its pm id, which it keeps whatever process runs for it. For the
 * loop's thread.
 */
public final class AppInstance implements Target.Candidate {
    private final App app;
    private final int number;
    private final int pmId;
    private final String uniqueId = UUID.randomUUID().toString();
    private final long createdAtMillis = System.currentTimeMillis();

    private final RequestRate rate = new RequestRate();
    private String lastError;

    /** The process whose figures are shown. */
    private int trackedPid;

    AppInstance(App app, int number, int pmId) {
        this.app = app;
        this.number = number;
        this.pmId = pmId;
    }

    public App app() {
        return app;
    }

    /** Whether it has not been deleted yet. */
    public boolean isInList() {
        return app.instance(number) == this;
    }

    /** Which instance of its app, from 0. */
    public int number() {
        return number;
    }

    @Override
    public int pmId() {
        return pmId;
    }

    @Override
    public String name() {
        return app.config().name();
    }

    @Override
    public String namespace() {
        return app.config().namespace();
    }

    public String uniqueId() {
        return uniqueId;
    }

    public long createdAtMillis() {
        return createdAtMillis;
    }

    public InstanceView view() {
        return app.view(number);
    }

    /** In PM2's words: a process that runs is online unless it is to say when it is ready. */
    public String status() {
        InstanceView view = view();
        boolean runs = view.state() == InstanceState.LAUNCHING
                && !app.config().ready().waitReady()
                && view.worker() != null
                && view.worker().state() != Worker.State.NONE;
        return (runs ? InstanceState.ONLINE : view.state()).toString();
    }

    /** Whether nothing runs, and nothing will soon without being asked for. */
    public boolean isAtRest() {
        return view().state() == InstanceState.STOPPED || view().state() == InstanceState.ERRORED;
    }

    /** Whether it was a program that is done, and all was well. */
    public boolean hasEndedWell() {
        ExitStatus last = view().lastExit();
        return view().state() == InstanceState.STOPPED && last != null && last.signal() == 0 && last.code() == 0;
    }

    /** Why it was given up; {@code null} when it was not, or has been started since. */
    public String lastError() {
        return lastError;
    }

    void lastError(String reason) {
        lastError = reason;
    }

    /** HTTP requests a second, between the last two times that somebody asked. */
    double requestsPerSecond(long requests) {
        return rate.perSecond(requests, System.currentTimeMillis());
    }

    /** The number of the process that counts, or 0. */
    public int pid() {
        InstanceView view = view();
        return view.worker() == null ? 0 : view.worker().pid();
    }

    /** Has the figures of another process shown from now on, 0 for none; whether it is another. */
    boolean tracks(int pid) {
        if (pid == trackedPid) {
            return false;
        }
        trackedPid = pid;
        if (pid == 0) {
            app.apps().usage().untrack(pmId);
        } else {
            app.apps().usage().track(pmId, pid);
        }
        return true;
    }

    /** What its process and all below it use now. */
    public Usage usage() {
        return app.apps().usage().now(pmId);
    }

    /** The last samples of that, the oldest first. */
    public List<Usage> usageHistory() {
        return app.apps().usage().history(pmId);
    }

    @Override
    public String toString() {
        return name() + ":" + pmId;
    }
}
