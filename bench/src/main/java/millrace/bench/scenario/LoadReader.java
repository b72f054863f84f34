package millrace.bench.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import millrace.bench.load.Model;
import millrace.bench.load.Ramp;
import millrace.bench.load.Schedule;
import millrace.bench.load.Script;
import millrace.bench.load.Stage;

/** Reads the part {@code load} of a scenario: how many, how long, how often. */
final class LoadReader {
    private static final long DURATION = TimeUnit.SECONDS.toNanos(10);
    /** For a number of iterations, as k6 has it. */
    private static final long LONGEST = TimeUnit.MINUTES.toNanos(10);

    private static final int MOST_USERS = 100_000;
    private static final int USERS_OF_RATE = 100;

    /**
     * How it is asked.
     *
     * @param users connections, at most
     * @param sleeps whether steps that sleep make sense
     * @param isStaged whether stages say how long it lasts
     */
    record Load(int users, long nanos, boolean sleeps, boolean isStaged, Function<Script, Model> model) {}

    private LoadReader() {}

    /**
     * @param value or {@code null} when it is missing: ten connections, for ten seconds
     * @param nanos in place of the duration, or 0
     */
    static Load read(Value value, long nanos) {
        if (value == null) {
            return constant(10, nanos == 0 ? DURATION : nanos, true, Long.MAX_VALUE);
        }
        Form form = Form.of(value, "a load", "connections", "users", "rate", "duration", "iterations", "stages");
        if (form.has("stages")) {
            refuse(form, "stages", "duration", "iterations", "connections");
        }
        if (form.has("connections")) {
            refuse(form, "connections", "users", "rate");
        }
        if (form.has("rate")) {
            refuse(form, "rate", "iterations");
            return open(form, nanos);
        }
        if (form.has("stages")) {
            return staged(form);
        }
        boolean sleeps = !form.has("connections");
        int users = (int) form.count(sleeps ? "users" : "connections", 1, MOST_USERS, 10);
        long iterations = form.count("iterations", 1, Long.MAX_VALUE, Long.MAX_VALUE);
        long written = form.nanos("duration", iterations == Long.MAX_VALUE ? DURATION : LONGEST);
        return constant(users, nanos == 0 ? written : nanos, sleeps, iterations);
    }

    private static Load constant(int users, long nanos, boolean sleeps, long iterations) {
        Ramp ramp = Ramp.constant(users, nanos);
        return new Load(users, nanos, sleeps, false, script -> new Model.Crowd(script, ramp, iterations));
    }

    private static void refuse(Form form, String key, String... others) {
        for (String other : others) {
            if (form.has(other)) {
                throw form.at(other).wrong("\"" + other + "\" does not go with \"" + key + "\"");
            }
        }
    }

    private static Load staged(Form form) {
        int from = (int) form.count("users", 0, MOST_USERS, 0);
        List<Ramp.Stage> stages = new ArrayList<>();
        for (Form stage : stages(form)) {
            int to = (int) Quantity.count(stage.need("target", "100"), "\"target\"", 0, MOST_USERS);
            stages.add(new Ramp.Stage(from, to, stageNanos(stage, 0)));
            from = to;
        }
        Ramp ramp = Ramp.of(stages);
        if (ramp.most() == 0 || ramp.nanos() == 0) {
            throw form.at("stages").wrong("these stages have no users, or no time: the target of one is 1 at least");
        }
        return new Load(ramp.most(), ramp.nanos(), true, true,
                script -> new Model.Crowd(script, ramp, Long.MAX_VALUE));
    }

    private static List<Form> stages(Form form) {
        List<Value> values = form.list("stages");
        if (values.isEmpty()) {
            throw form.at("stages").wrong("stages are a list, such as [{duration: 30s, target: 100}]");
        }
        return values.stream().map(stage -> Form.of(stage, "a stage", "duration", "target")).toList();
    }

    private static long stageNanos(Form stage, long least) {
        return Quantity.nanos(stage.need("duration", "30s"), "\"duration\"", least);
    }

    private static Load open(Form form, long nanos) {
        double rate = Quantity.rate(form.get("rate"), "\"rate\"");
        int users = (int) form.count("users", 1, MOST_USERS, USERS_OF_RATE);
        boolean staged = form.has("stages");
        List<Stage> stages = new ArrayList<>();
        if (staged) {
            double from = rate;
            for (Form stage : stages(form)) {
                double to = Quantity.rate(stage.need("target", "100"), "\"target\"");
                stages.add(new Stage(from, to, stageNanos(stage, 1)));
                from = to;
            }
        } else {
            stages.add(new Stage(rate, rate, nanos == 0 ? form.nanos("duration", DURATION) : nanos));
        }
        Schedule schedule = Schedule.of(stages);
        if (schedule.requests() == 0) {
            throw form.at("rate").wrong("at this rate nobody comes: a rate above 0 is expected, here or in a stage");
        }
        return new Load(users, schedule.nanos(), true, staged, script -> new Model.Visits(script, schedule));
    }
}
