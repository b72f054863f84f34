package millrace.gateway.balance;

/** What a peer has done, for metrics. Counted under the group's lock, which each request takes anyway. */
final class PeerFigures {
    long requests;
    long fails;
    long unavailable;
    long sentBytes;
    long receivedBytes;
    final long[] responsesByClass = new long[6];
    long healthChecks;
    long healthFails;
    long unhealthy;

    void ended(Outcome outcome, int status, long sent, long received) {
        fails += outcome == Outcome.FAILED ? 1 : 0;
        sentBytes += sent;
        receivedBytes += received;
        if (status > 0) {
            int kind = status / 100;
            responsesByClass[kind >= 1 && kind <= 5 ? kind : 0]++;
        }
    }
}
