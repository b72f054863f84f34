package millrace.bench.load;

import java.util.List;
import millrace.bench.client.RequestBytes;

/** Which request is whose next: each client goes through all of them, and around. One thread. */
final class Rota {
    private final RequestBytes[] requests;
    private final int[] turns;

    Rota(List<RequestBytes> requests, int clients) {
        this.requests = requests.toArray(RequestBytes[]::new);
        this.turns = new int[clients];
    }

    RequestBytes next(int client) {
        int turn = turns[client];
        turns[client] = turn + 1 == requests.length ? 0 : turn + 1;
        return requests[turn];
    }
}
