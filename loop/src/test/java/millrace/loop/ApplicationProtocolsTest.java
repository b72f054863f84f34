package millrace.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import millrace.loop.tls.ApplicationProtocols;
import org.junit.jupiter.api.Test;

class ApplicationProtocolsTest {
    private static byte[] offer(String... names) {
        StringBuilder all = new StringBuilder();
        for (String each : names) {
            all.append((char) each.length()).append(each);
        }
        return all.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void theOneThatTheServerLikesMostIsChosenWhateverTheClientsOrder() {
        assertEquals(0, ApplicationProtocols.HTTP_1.choose(offer("http/1.1", "http/1.0")));
        assertEquals(9, ApplicationProtocols.HTTP_1.choose(offer("http/1.0", "http/1.1")));
        assertEquals(9, ApplicationProtocols.HTTP_1.preferring("h2").choose(offer("http/1.1", "h2")));
        assertEquals(3, ApplicationProtocols.HTTP_1.choose(offer("h2", "http/1.1")));
    }

    @Test
    void nothingInCommonIsRefusedAndAnEmptyOfferIsNotAnswered() {
        assertEquals(-2, ApplicationProtocols.HTTP_1.choose(offer("h2", "spdy/3")));
        assertEquals(-2, ApplicationProtocols.HTTP_1.choose(offer("http/1.10", "ttp/1.1")));
        assertEquals(-1, ApplicationProtocols.HTTP_1.choose(new byte[0]));
    }

    @Test
    void anyBytesAreAnOfferOfSomething() {
        Random random = new Random(11);
        for (int i = 0; i < 100_000; i++) {
            byte[] offered = new byte[random.nextInt(24)];
            random.nextBytes(offered);
            byte[] name = offer("http/1.1");
            if (offered.length >= name.length && random.nextBoolean()) {
                System.arraycopy(name, 0, offered, random.nextInt(offered.length - name.length + 1), name.length);
            }
            int chosen = ApplicationProtocols.HTTP_1.choose(offered);
            assertTrue(chosen < 0 || chosen + 1 + offered[chosen] <= offered.length);
        }
    }
}
