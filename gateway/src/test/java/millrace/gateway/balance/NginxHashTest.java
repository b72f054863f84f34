package millrace.gateway.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Whom Debian's nginx 1.22 has chosen for the same keys. The group: ports 18081, 18082 with weight 3, 18083; in the cases
 * with retries 18082 is down and so is a fourth.
 */
class NginxHashTest {
    private static Group group(Method method, boolean retries) {
        GroupSpec spec = new GroupSpec("u");
        spec.method = method;
        for (int i = 1; i <= (retries ? 4 : 3); i++) {
            ServerOptions options = ServerOptions.of("127.0.0.1:1808" + i)
                    .withWeight(i == 2 ? 3 : 1)
                    .withDown(retries && i % 2 == 0);
            spec.add(options, Endpoint.of(new InetSocketAddress("127.0.0.1", 18080 + i)));
        }
        return new Group(spec, null, Group.chance());
    }

    private static String choices(Group group, List<byte[]> keys) {
        Selection selection = new Selection(() -> 0);
        return keys.stream()
                .map(key -> {
                    selection.begin(group).key(key, 0, key.length);
                    String name = selection.next().name();
                    selection.end();
                    return name.substring(name.length() - 1);
                })
                .collect(Collectors.joining());
    }

    private static List<byte[]> keys() {
        return IntStream.range(0, 60)
                .mapToObj(i -> ("key" + i).getBytes(StandardCharsets.US_ASCII))
                .toList();
    }

    private static byte[] address(String text) {
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static List<byte[]> ipv4() {
        return IntStream.range(0, 60)
                .mapToObj(i -> address((i * 7 % 223 + 1) + "." + i * 31 % 256 + "." + i * 57 % 256 + ".9"))
                .toList();
    }

    @Test
    void hash() {
        assertEquals(
                "222222222323311223223323222132122121322222231222222312211312",
                choices(group(KeyHash.METHOD, false), keys()));
    }

    @Test
    void hashWithPeersDown() {
        assertEquals(
                "133331331131313131131133331331311311113313333311131133313113",
                choices(group(KeyHash.METHOD, true), keys()));
    }

    @Test
    void hashConsistent() {
        assertEquals(
                "213321113223222332122221211321121212222322122223123233222221",
                choices(group(Ketama.METHOD, false), keys()));
    }

    @Test
    void hashConsistentWithPeersDown() {
        assertEquals(
                "313311113113331331133331311311111111311331133333133133313311",
                choices(group(Ketama.METHOD, true), keys()));
    }

    @Test
    void ipHash() {
        assertEquals(
                "223212232232122322321323221223213221223212223232232232322332",
                choices(group(IpHash.METHOD, false), ipv4()));
    }

    @Test
    void ipHashWithPeersDown() {
        assertEquals(
                "111331333133111113111113111331133333331313133313331111111111",
                choices(group(IpHash.METHOD, true), ipv4()));
    }

    @Test
    void ipHashOfIpv6() {
        List<byte[]> clients = IntStream.range(0, 60)
                .mapToObj(i -> address("2001:db8::" + Integer.toHexString(i * 999 % 65536) + ":" + Integer.toHexString(i)))
                .toList();
        assertEquals(
                "333322222212113322222222211332222222211133332222221111332222",
                choices(group(IpHash.METHOD, false), clients));
    }
}
