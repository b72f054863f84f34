package millrace.offload.dns;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import millrace.loop.EventLoop;
import millrace.loop.Timer;
import millrace.os.OsException;

/**
 * One question, put to one server after the other until one answers it. For the loop's thread only.
 *
 * <pre>
 *   start ──▶ UDP ── answer ──────────────────────────────────────▶ done
 *              ▲ │── cut off ──▶ TCP ── answer ──────────────────▶ done
 *              │ │── dislikes EDNS ──▶ UDP again, without
 *              └─┴── error, nobody there, time is over (TCP too): next server ── none left ──▶ failed
 *                    (one that has answered with an error is not asked again)
 * </pre>
 */
final class Exchange implements Attempt.Listener {
    private final EventLoop loop;
    private final Question question;
    private final Servers servers;
    private final RandomGenerator random;
    private final boolean mixedCase;
    private final Timer timer;
    private final CompletableFuture<Outcome> result = new CompletableFuture<>();
    private final Map<InetSocketAddress, String> failures = new LinkedHashMap<>();

    private RetrySchedule schedule;
    private Attempt attempt;
    private Question asked;
    private int id;
    private boolean edns = true;
    private boolean overTcp;
    private boolean somebodyAnswered;

    Exchange(EventLoop loop, Question question, Settings settings, boolean mixedCase) {
        this.loop = loop;
        this.question = question;
        this.servers = settings.servers();
        this.random = settings.random();
        this.mixedCase = mixedCase;
        this.timer = loop.timer(this::timeUp);
    }

    Question question() {
        return question;
    }

    CompletableFuture<Outcome> result() {
        return result;
    }

    void start() {
        schedule = servers.schedule(loop.nowNanos());
        nextServer();
    }

    void abort(DnsException because) {
        end();
        result.completeExceptionally(because);
    }

    private void nextServer() {
        while (schedule.next()) {
            if (ask(false)) {
                return;
            }
        }
        String all = failures.entrySet().stream()
                .map(failure -> text(failure.getKey()) + ": " + failure.getValue())
                .collect(Collectors.joining("; "));
        abort(new DnsException(
                somebodyAnswered ? DnsException.Kind.SERVER_FAILURE : DnsException.Kind.TIMEOUT,
                question + ": no name server could tell. " + all));
    }

    private InetSocketAddress server() {
        return servers.addresses().get(schedule.server());
    }

    private static String text(InetSocketAddress server) {
        return server.getAddress().getHostAddress() + " port " + server.getPort();
    }

    /** Asks the present server; {@code false} when it cannot even be asked. */
    private boolean ask(boolean tcp) {
        endAttempt();
        overTcp = tcp;
        id = random.nextInt(1 << 16);
        asked = mixedCase ? MessageWriter.mixCase(question, random) : question;
        byte[] query = MessageWriter.query(id, asked, edns);
        try {
            timer.arm(schedule.timeoutNanos());
            attempt = tcp
                    ? TcpAttempt.send(loop, server(), query, schedule.timeoutNanos(), this)
                    : UdpAttempt.send(loop, server(), query, this);
            return true;
        } catch (OsException e) {
            silent(e.getMessage());
            return false;
        }
    }

    @Override
    public void onMessage(byte[] buffer, int offset, int length) {
        boolean isMeant = length >= 2 && buffer[offset] == (byte) (id >> 8) && buffer[offset + 1] == (byte) id;
        if (!isMeant && !overTcp) {
            return; // Whoever guesses at ids is not worth reading.
        }
        Message message;
        try {
            message = MessageReader.read(buffer, offset, length);
        } catch (MalformedMessageException e) {
            next("its answer is malformed: " + e.getMessage());
            return;
        }
        if (message.answers(id, asked, mixedCase)) {
            answered(message);
        } else if (overTcp) {
            next("its answer is to another question");
        }
    }

    private void answered(Message message) {
        servers.health().answered(schedule.server());
        somebodyAnswered = true;
        if (message.isTruncated() && !overTcp) {
            ask(true);
        } else if (edns && message.dislikesEdns()) {
            edns = false;
            if (!ask(overTcp)) {
                nextServer();
            }
        } else if (message.isTruncated()) {
            next("its answer is cut off even over TCP");
        } else if (message.responseCode() == Message.NO_ERROR || message.responseCode() == Message.NAME_ERROR) {
            done(message);
        } else {
            schedule.settled();
            next(Message.text(message.responseCode()));
        }
    }

    private void done(Message message) {
        try {
            Outcome outcome = AliasChain.read(message, question);
            end();
            result.complete(outcome);
        } catch (DnsException e) {
            abort(e);
        }
    }

    @Override
    public void onFailure(String why) {
        silent(why);
        nextServer();
    }

    @Override
    public void onLoopEnded() {
        abort(new DnsException(DnsException.Kind.CLOSED, question + ": the event loop has ended"));
    }

    private void timeUp() {
        silent("no answer in " + TimeUnit.NANOSECONDS.toMillis(schedule.timeoutNanos()) + " ms");
        nextServer();
    }

    private void next(String why) {
        failures.put(server(), why);
        nextServer();
    }

    private void silent(String why) {
        servers.health().failed(schedule.server(), loop.nowNanos());
        failures.put(server(), why);
    }

    private void end() {
        timer.cancel();
        endAttempt();
    }

    private void endAttempt() {
        if (attempt != null) {
            attempt.close();
            attempt = null;
        }
    }
}
