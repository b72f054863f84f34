package millrace.bench.report;

import java.util.ArrayList;
import java.util.List;
import millrace.bench.client.ErrorKind;
import millrace.bench.load.Outcome;
import millrace.bench.measure.Effort;
import millrace.bench.measure.Totals;

/** What a reader has to know before believing the figures: sentences. */
public final class Caveats {
    /** A loop that has less to spare than this is likely to be late itself. */
    private static final double BUSY = 0.9;

    /** A thread that waits for a processor as long as this measures the machine, and not the server. */
    private static final double CROWDED = 0.2;

    private static final double SENT_AS_PLANNED = 0.995;

    private Caveats() {}

    public static List<String> of(Outcome outcome) {
        List<String> found = new ArrayList<>();
        Totals totals = outcome.totals();
        generator(outcome, found);
        if (totals.missed() > 0) {
            long planned = totals.sent() - totals.discarded() + totals.missed();
            found.add(Figures.number(totals.missed()) + " of " + Figures.number(planned)
                    + " planned requests were not sent" + (isStarved(outcome)
                            ? ": the load tester had not the processor that it needs. This says nothing about the server."
                            : totals.waited() > 0 ? ": all connections were busy. The server does not keep up, or more connections are needed."
                            : " in time: the run ended before."));
        } else if (isOpen(outcome) && totals.waited() > totals.sent() * (1 - SENT_AS_PLANNED)) {
            found.add(Figures.number(totals.waited()) + " of " + Figures.number(totals.sent())
                    + " planned requests found all connections busy and were sent later; "
                    + "their latency has that time in it.");
        }
        if (totals.unanswered() > 0) {
            found.add(Figures.number(totals.unanswered()) + " requests had no answer when the run was over; "
                    + "their time is in no percentile.");
        }
        totals.reasons().forEach((kind, why) -> found.add(
                Figures.number(totals.errors(kind)) + " " + kind.word() + " errors; the first: " + why));
        if (totals.errors(ErrorKind.TIMEOUT) > 0) {
            found.add("Requests that timed out are in no percentile: the latency of this server is worse than shown.");
        }
        return found;
    }

    private static boolean isOpen(Outcome outcome) {
        return outcome.plan().model().isOpen();
    }

    /** Whether the generator was itself too late to judge a server by what it did not send. */
    private static boolean isStarved(Outcome outcome) {
        return busiest(outcome) > BUSY || crowded(outcome) > CROWDED;
    }

    private static double busiest(Outcome outcome) {
        return outcome.efforts().stream().mapToDouble(Effort::cpuShare).max().orElse(0);
    }

    private static double crowded(Outcome outcome) {
        return outcome.efforts().stream().mapToDouble(Effort::delayShare).max().orElse(0);
    }

    private static void generator(Outcome outcome, List<String> found) {
        double busiest = busiest(outcome);
        double crowded = crowded(outcome);
        if (busiest > BUSY) {
            found.add("The load tester is what limits: it used " + Figures.percent(busiest)
                    + " of a processor. The server may be able to do more; give it more loops (-w).");
        }
        if (crowded > CROWDED) {
            found.add("The load tester was ready to run and had no processor for " + Figures.percent(crowded)
                    + " of the time: others use the machine, and these figures have their part in it.");
        }
    }
}
