package millrace.gateway.variable;

import java.util.ArrayDeque;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.StateKey;
import millrace.http.codec.Output;

/** Memory to put a value together in while others do the same further up the stack. Close it when done; of one loop. */
public final class Scratch implements AutoCloseable {
    private static final StateKey<ArrayDeque<Scratch>> SPARE = StateKey.create();

    private final ArrayDeque<Scratch> home;
    private final Output output = new Output(256);

    private Scratch(ArrayDeque<Scratch> home) {
        this.home = home;
    }

    public static Scratch of(Exchange x) {
        ArrayDeque<Scratch> spare = x.loop().state(SPARE, loop -> new ArrayDeque<>());
        Scratch free = spare.poll();
        return free == null ? new Scratch(spare) : free;
    }

    /** Empty at first. */
    public Output output() {
        return output;
    }

    @Override
    public void close() {
        output.clear();
        home.push(this);
    }
}
