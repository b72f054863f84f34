package millrace.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepliesTest {

    /** What {@code server.address()} tells is compared and shown by apps, and the JDK's own text has no {@code ::}. */
    @Test
    void addressesAreWrittenAsNodeWritesThem() {
        List<String> addresses = List.of(
                "127.0.0.1", "::", "::1", "1::", "2001:db8::1:0:0:1", "2001:0:0:1::2", "1:2:3:4:5:6:7:8", "0:1:2:3:4:5:6:0");
        for (String address : addresses) {
            assertEquals(address, Replies.text(InetAddress.ofLiteral(address)));
        }
    }
}
