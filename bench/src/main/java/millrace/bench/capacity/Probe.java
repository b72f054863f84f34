package millrace.bench.capacity;

/** Asks a server at a rate. */
public interface Probe {
    /** @return {@code null} when it was interrupted */
    Trial at(double rate);
}
