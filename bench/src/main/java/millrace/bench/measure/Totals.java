package millrace.bench.measure;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import millrace.bench.client.ErrorKind;

/**
 * Exact counts of a run, or of a part of it, and its distributions. Every request is in one of these sums:
 * {@code sent = answered + reset + timeout + malformed + discarded + unanswered}.
 *
 * @param sent requests given to the kernel, those included that had to be sent again
 * @param answered complete answers, whatever their status: as many as the server has served
 * @param discarded requests that waited behind an answer that ended their connection: the server never saw them
 * @param unanswered requests that were under way when the run was over
 * @param missed requests that were due by the plan and not sent before the run was over
 * @param waited planned requests that found all connections busy at their time, and were sent later
 * @param bytes received, heads included
 * @param errors by kind; those that did not occur are 0. {@code CONNECT} counts attempts, the others requests
 * @param reasons what the first of each kind said
 * @param statuses how many answers had which status; those that did not occur are left out
 * @param latency of complete answers
 * @param lag how long after its intended time each planned request was sent
 * @param parts the same of each request that has a name, in the scenario's order; of a single request there are none
 * @param tallies how often what is checked, or counted beside requests, held
 */
public record Totals(
        long sent,
        long answered,
        long discarded,
        long unanswered,
        long missed,
        long waited,
        long bytes,
        Map<ErrorKind, Long> errors,
        Map<ErrorKind, String> reasons,
        Map<Integer, Long> statuses,
        Distribution latency,
        Distribution lag,
        Map<String, Totals> parts,
        Map<String, Tally> tallies) {
    static Totals of(Recorder recorder) {
        Map<ErrorKind, Long> errors = new EnumMap<>(ErrorKind.class);
        Map<ErrorKind, String> reasons = new EnumMap<>(ErrorKind.class);
        for (ErrorKind kind : ErrorKind.values()) {
            errors.put(kind, recorder.errors[kind.ordinal()]);
            if (recorder.reasons[kind.ordinal()] != null) {
                reasons.put(kind, recorder.reasons[kind.ordinal()]);
            }
        }
        Map<Integer, Long> statuses = new TreeMap<>();
        for (int status = 0; status < Recorder.STATUSES; status++) {
            if (recorder.statuses[status] > 0) {
                statuses.put(status, recorder.statuses[status]);
            }
        }
        Map<String, Totals> parts = new LinkedHashMap<>();
        recorder.parts.forEach((name, part) -> parts.put(name, of(part)));
        Map<String, Tally> tallies = new LinkedHashMap<>();
        recorder.tallies.forEach((what, tally) -> tallies.put(what, tally.copy()));
        return new Totals(recorder.sent, recorder.answered, recorder.discarded, recorder.unanswered, recorder.missed,
                recorder.waited, recorder.bytes,
                Collections.unmodifiableMap(errors), Collections.unmodifiableMap(reasons),
                Collections.unmodifiableMap(statuses), new Distribution(recorder.latency.copy()),
                new Distribution(recorder.lag.copy()), Collections.unmodifiableMap(parts),
                Collections.unmodifiableMap(tallies));
    }

    public long errors(ErrorKind kind) {
        return errors.get(kind);
    }

    /** All failures, answers with a bad status or body among them. */
    public long allErrors() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Answers whose status begins with this digit. */
    public long statusClass(int digit) {
        return statuses.entrySet().stream()
                .filter(entry -> entry.getKey() / 100 == digit)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
