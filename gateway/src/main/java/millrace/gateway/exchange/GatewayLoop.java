package millrace.gateway.exchange;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import millrace.http.codec.HttpDate;
import millrace.http.codec.Output;
import millrace.loop.EventLoop;

/** What one loop of the gateway owns: its exchanges, scratch memory, and what features keep for a loop. */
public final class GatewayLoop {
    private static final int MOST_SPARE = 256;
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final byte[] DATE = Output.ascii("Date: ");

    private final EventLoop events;
    private final int index;
    private final Output head = new Output(4096);
    private final Output text = new Output(1024);
    private final ArrayDeque<Exchange> spare = new ArrayDeque<>();
    private final byte[] dateLine = Arrays.copyOf(DATE, DATE.length + HttpDate.LENGTH + 2);
    private long dateEndsNanos;
    private final Attachments states = new Attachments();
    private final Traffic traffic = new Traffic();
    private Settling settling;

    /**
     * @param index 0 for the first loop of the process
     */
    public GatewayLoop(EventLoop events, int index) {
        this.events = events;
        this.index = index;
        dateLine[dateLine.length - 2] = '\r';
        dateLine[dateLine.length - 1] = '\n';
        dateEndsNanos = events.nowNanos();
    }

    public EventLoop events() {
        return events;
    }

    public int index() {
        return index;
    }

    /** What passes this loop. */
    public Traffic traffic() {
        return traffic;
    }

    /** The loops that serve together; said before they start. */
    public static void together(List<GatewayLoop> all) {
        List<Traffic> traffic = all.stream().map(GatewayLoop::traffic).toList();
        for (GatewayLoop loop : all) {
            loop.traffic.among(traffic);
            List<EventLoop> others = all.stream().filter(each -> each != loop).map(GatewayLoop::events).toList();
            loop.settling = others.isEmpty() ? null : new Settling(loop.events, others);
        }
    }

    /** Whether other loops serve, too: what they share may be behind what a client has seen. */
    public boolean hasOthers() {
        return settling != null;
    }

    /**
     * Calls back when all other loops have dealt with what had happened before: for who is about to refuse a request because
     * of something that another loop counts. Only if there are others.
     */
    public void whenOthersSettled(Runnable told) {
        settling.await(told);
    }

    /** Where a head is put together, to be written at once; cleared. */
    public Output head() {
        head.clear();
        return head;
    }

    /** Where a text is put together, to be used at once, before anybody else is called; cleared. */
    public Output text() {
        text.clear();
        return text;
    }

    /** What a feature keeps for this loop, made on first use. */
    public <T> T state(StateKey<T> key, Function<GatewayLoop, T> make) {
        T known = states.get(key);
        if (known == null) {
            known = make.apply(this);
            states.put(key, known);
        }
        return known;
    }

    /** The Date field with its CRLF, made anew once a second. */
    public byte[] dateLine() {
        long now = events.nowNanos();
        if (now - dateEndsNanos >= 0) {
            long millis = System.currentTimeMillis();
            HttpDate.write(millis / 1000, dateLine, DATE.length);
            dateEndsNanos = now + SECOND_NANOS - TimeUnit.MILLISECONDS.toNanos(millis % 1000);
        }
        return dateLine;
    }

    /** An exchange for a head that has begun to come. */
    public Exchange take() {
        traffic.headBegun();
        return unused();
    }

    void answered(Exchange x) {
        if (!x.server().isStream()) {
            traffic.answered();
        }
    }

    /** An exchange that nobody uses: for a part of a request, or a session of {@code stream}. */
    public Exchange unused() {
        Exchange known = spare.poll();
        return known == null ? new Exchange(this) : known;
    }

    void giveBack(Exchange exchange) {
        if (spare.size() < MOST_SPARE) {
            spare.push(exchange);
        }
    }
}
