package millrace.manager.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class RequestRateTest {
    private final RequestRate rate = new RequestRate();

    @Test
    void itIsWhatCameBetweenTwoLooks() {
        assertEquals(0, rate.perSecond(1_000, 10_000));
        assertEquals(250, rate.perSecond(1_500, 12_000));
    }

    @Test
    void aLookTooSoonTellsTheSame() {
        rate.perSecond(0, 0);
        assertEquals(100, rate.perSecond(200, 2_000));
        assertEquals(100, rate.perSecond(201, 2_100));
        assertEquals(100, rate.perSecond(400, 4_000));
    }

    @Test
    void anotherProcessBeginsAnew() {
        rate.perSecond(0, 0);
        rate.perSecond(5_000, 1_000);
        assertEquals(0, rate.perSecond(10, 2_000));
        assertEquals(10, rate.perSecond(20, 3_000));
    }
}
