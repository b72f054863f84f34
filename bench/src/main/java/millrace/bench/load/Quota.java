package millrace.bench.load;

/** How many requests a loop may still send. One thread. */
final class Quota {
    private static final long NO_LIMIT = Long.MAX_VALUE;

    private long left;

    private Quota(long left) {
        this.left = left;
    }

    /** The loop's share of the run's amount, and no more than its clients may send together. */
    static Quota of(Plan plan, int index, int clients) {
        long each = plan.client().requestsPerClient();
        long ofClients = each > NO_LIMIT / Math.max(1, clients) ? NO_LIMIT : each * clients;
        return new Quota(Math.min(plan.share(plan.amount(), index), ofClients));
    }

    boolean isSpent() {
        return left <= 0;
    }

    /** @param requests negative when they are given back */
    void spend(long requests) {
        if (left != NO_LIMIT) {
            left = Math.max(0, left - requests);
        }
    }
}
