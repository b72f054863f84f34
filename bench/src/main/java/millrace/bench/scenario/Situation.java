package millrace.bench.scenario;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** What one virtual user knows in an iteration: its rows of data, and what it has saved. One thread. */
final class Situation {
    private final long user;
    private final List<DataSet> data;
    private final SplittableRandom random;
    private final String[][] rows;
    private final Map<String, Object> saved = new HashMap<>();
    private long iteration;

    Situation(long user, List<DataSet> data, long seed) {
        this.user = user;
        this.data = data;
        // Neighbours in number are not neighbours in chance: the generator mixes its seed.
        this.random = new SplittableRandom(new SplittableRandom(seed).nextLong() + user);
        this.rows = new String[data.size()][];
    }

    void begin(long number) {
        iteration = number;
        saved.clear();
        for (int i = 0; i < rows.length; i++) {
            rows[i] = data.get(i).draw(number, random);
        }
    }

    long user() {
        return user;
    }

    long iteration() {
        return iteration;
    }

    SplittableRandom random() {
        return random;
    }

    String cell(int dataSet, int column) {
        return rows[dataSet][column];
    }

    /** @param value a text, or a value of JSON */
    void save(String name, Object value) {
        saved.put(name, value);
    }

    /** Steps whose values are missing are not reached. */
    Object saved(String name) {
        Object value = saved.get(name);
        if (value == null) {
            throw new IllegalStateException(name + " has not been saved");
        }
        return value;
    }
}
