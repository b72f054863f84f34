package millrace.bench.scenario;

import java.util.List;
import millrace.bench.client.AnswerReader;
import millrace.bench.client.ErrorKind;
import millrace.bench.client.RequestBytes;
import millrace.bench.load.Journey;
import millrace.bench.measure.Recorder;

/** One virtual user: goes through a flow, with its cookies and what it has saved. One loop's thread. */
final class Visitor implements Journey {
    private final Flows flows;
    private final Situation situation;
    private final CookieJar jar = new CookieJar();
    private final Answer[] answers = new Answer[4];
    private Flow flow;
    private int at;
    private Step.Ask ask;
    private String path;
    private Answer answer;
    private RequestBytes request;
    private long pauseNanos;
    private boolean lost;

    Visitor(Flows flows, Situation situation) {
        this.flows = flows;
        this.situation = situation;
    }

    @Override
    public void begin(long number, boolean newcomer) {
        if (newcomer) {
            jar.clear();
        }
        situation.begin(number);
        flow = flows.draw(situation.random());
        at = 0;
        lost = false;
    }

    @Override
    public Journey.Next next() {
        if (at == flow.steps().size()) {
            return Journey.Next.END;
        }
        switch (flow.steps().get(at++)) {
            case Step.Pause(long least, long most) -> {
                pauseNanos = least == most ? least : situation.random().nextLong(least, most + 1);
                return Journey.Next.PAUSE;
            }
            case Step.Ask next -> {
                ask = next;
                prepare();
                return Journey.Next.REQUEST;
            }
        }
    }

    private void prepare() {
        boolean headWanted = flows.keepsCookies() || ask.readsHead();
        boolean bodyWanted = ask.readsBody();
        int kind = (headWanted ? 1 : 0) + (bodyWanted ? 2 : 0);
        if (answers[kind] == null && kind != 0) {
            answers[kind] = new Answer(headWanted, bodyWanted);
        }
        answer = answers[kind];
        path = null;
        request = jar.isEmpty() ? flows.fixed(ask) : null;
        if (request == null) {
            path = flows.path(ask, situation);
            request = flows.bytes(ask, path, situation, jar.header(path, System.nanoTime()));
        }
    }

    @Override
    public RequestBytes request() {
        return request;
    }

    @Override
    public int requestIndex() {
        return ask.index();
    }

    @Override
    public AnswerReader reader() {
        return answer;
    }

    @Override
    public long pauseNanos() {
        return pauseNanos;
    }

    @Override
    public ErrorKind answered(int status, Recorder recorder) {
        boolean good = true;
        for (Step.NamedCheck check : ask.checks()) {
            boolean holds = check.check().holds(status, answer);
            recorder.tally(check.name()).count(holds);
            good &= holds;
        }
        for (Save save : ask.saves()) {
            Object value = save.from(answer);
            recorder.tally(Flows.saveName(ask, save)).count(value != null);
            if (value == null) {
                lost = true;
            } else {
                situation.save(save.name(), value);
            }
        }
        if (flows.keepsCookies()) {
            takeCookies();
        }
        if (answer != null) {
            answer.forget();
        }
        if (!ask.checksStatus() && status / 100 != 2) {
            return ErrorKind.STATUS;
        }
        return good && !lost ? null : ErrorKind.CHECK;
    }

    private void takeCookies() {
        List<String> set = answer.header("Set-Cookie");
        if (!set.isEmpty()) {
            String of = path == null ? flows.path(ask, situation) : path;
            set.forEach(cookie -> jar.set(cookie, of, System.nanoTime()));
        }
    }

    @Override
    public boolean isLost() {
        return lost;
    }
}
