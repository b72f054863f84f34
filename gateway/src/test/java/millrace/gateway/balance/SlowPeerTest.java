package millrace.gateway.balance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SlowPeerTest {
    @Test
    void methodsThatMeasureKeepTheTailShortWhenOnePeerIsSlow() {
        long plain = p99("round robin");
        for (String method : List.of(
                "random two least_conn",
                "random two least_time=header",
                "least_time header",
                "least_time last_byte inflight",
                "peak_ewma")) {
            long measured = p99(method);
            assertTrue(measured * 3 < plain * 2, method + ": " + measured + " ns, round robin " + plain);
        }
        assertTrue(p99("peak_ewma") < p99("random two least_conn"));
    }

    private static long p99(String method) {
        return SlowPeerSimulation.percentile(
                SlowPeerSimulation.run(SlowPeerSimulation.methods().get(method), 50_000), 0.99);
    }
}
