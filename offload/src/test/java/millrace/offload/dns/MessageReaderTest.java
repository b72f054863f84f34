package millrace.offload.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageReaderTest {
    private static final Question ASKED = new Question(DomainName.of("www.example.com"), RecordType.A);

    private static Reply reply() {
        return new Reply(MessageWriter.query(0xabcd, ASKED, true));
    }

    private static Message read(byte[] bytes) throws MalformedMessageException {
        // In the middle of a larger buffer, as it comes from the loop.
        byte[] buffer = new byte[bytes.length + 200];
        System.arraycopy(bytes, 0, buffer, 100, bytes.length);
        return MessageReader.read(buffer, 100, bytes.length);
    }

    private static byte[] hex(String... parts) {
        return HexFormat.of().parseHex(String.join("", parts).replace(" ", ""));
    }

    @Test
    void everyKindOfRecordIsRead() throws Exception {
        Message message = read(reply().alias("www.example.com", 60, "web.example.com")
                .address("web.example.com", 30, "192.0.2.1", "2001:db8::1")
                .pointer("1.2.0.192.in-addr.arpa", 10, "web.example.com")
                .service("_http._tcp.example.com", 20, 1, 2, 8080, "web.example.com")
                .answer("www.example.com", Reply.TXT, 5, out -> out.write(new byte[] {3, 'a', 'b', 'c'}))
                .authority("example.com", 900, 300)
                .bytes());
        DomainName web = DomainName.of("web.example.com");
        assertTrue(message.answers(0xabcd, ASKED, true));
        assertEquals(
                List.of(
                        new RecordData.Alias(web),
                        new RecordData.Address(InetAddress.ofLiteral("192.0.2.1")),
                        new RecordData.Address(InetAddress.ofLiteral("2001:db8::1")),
                        new RecordData.Pointer(web),
                        new RecordData.Service(1, 2, 8080, web)),
                message.answers().stream().map(ResourceRecord::data).toList());
        assertEquals(List.of(60L, 30L, 30L, 10L, 20L),
                message.answers().stream().map(ResourceRecord::ttlSeconds).toList());
        assertEquals(new RecordData.Authority(300), message.authorities().getFirst().data());
    }

    /** The example of RFC 1035 section 4.1.4: names share their ends. */
    @Test
    void namesThatPointIntoOthersAreReadWhole() throws Exception {
        Message message = read(hex("0001 8180 0001 0002 0000 0000", "01 66 03 697369 04 61727061 00 0001 0001",
                "03 666f6f c00c 0005 0001 00000001 0002 c00e", // foo.F.ISI.ARPA is an alias of ISI.ARPA
                "c01c 0001 0001 00000001 0004 c0000201")); // and its address
        assertEquals("foo.f.isi.arpa", message.answers().getFirst().name().toString());
        assertEquals(new RecordData.Alias(DomainName.of("isi.arpa")), message.answers().getFirst().data());
        assertEquals("foo.f.isi.arpa", message.answers().get(1).name().toString());
    }

    @Test
    void aPointerThatDoesNotPointBackIsRefused() {
        for (String pointer : List.of("c00c", "c01c", "c0ff", "01 61 c00c")) {
            byte[] bytes = hex("0001 8180 0001 0000 0000 0000", pointer, "0001 0001", "0000000000000000");
            assertThrows(MalformedMessageException.class, () -> read(bytes), pointer);
        }
        // Two that point at each other: the second, seen from the first, points forwards.
        byte[] circle = hex("0001 8180 0000 0001 0000 0000", "c00e", "c00c", "0001 0001 00000001 0000");
        assertThrows(MalformedMessageException.class, () -> read(circle));
    }

    /** Else each of thousands of records could be sent through thousands of them. */
    @Test
    void aNameOfMorePointersThanNamesHaveLabelsIsRefused() throws Exception {
        for (int pointers : new int[] {127, 128}) {
            StringBuilder chain = new StringBuilder("00"); // the root, which is at 23
            for (int i = 1; i < pointers; i++) {
                chain.append(String.format("%04x", 0xc000 | (i == 1 ? 23 : 24 + 2 * (i - 2))));
            }
            byte[] bytes = hex("0001 8180 0000 0002 0000 0000", "00 0010 0001 00000001",
                    String.format("%04x", 2 * pointers - 1), chain.toString(),
                    String.format("%04x", 0xc000 | 24 + 2 * (pointers - 2)), "0001 0001 00000001 0004 c0000201");
            if (pointers == 127) {
                assertEquals(".", read(bytes).answers().getFirst().name().toString());
            } else {
                assertThrows(MalformedMessageException.class, () -> read(bytes));
            }
        }
    }

    @Test
    void aNameOfMoreThan255BytesIsRefused() {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            name.append("x".repeat(60)).append('.');
        }
        byte[] bytes = reply().address(name.substring(0, name.length() - 1), 1, "192.0.2.1").bytes();
        assertThrows(MalformedMessageException.class, () -> read(bytes));
    }

    @Test
    void aTtlWithTheSignBitSetIsZero() throws Exception {
        Message message = read(reply().address("www.example.com", 0x80000001L, "192.0.2.1").bytes());
        assertEquals(0, message.answers().getFirst().ttlSeconds());
    }

    @Test
    void aTruncatedMessageMayBeCutAnywhereBehindItsQuestion() throws Exception {
        byte[] whole = reply().truncated().address("www.example.com", 1, "192.0.2.1").bytes();
        byte[] cut = Arrays.copyOf(whole, whole.length - 7);
        assertTrue(read(cut).isTruncated());
    }

    @Test
    void theResponseCodeHasItsUpperBitsFromEdns() throws Exception {
        byte[] bytes = hex("0001 8180 0000 0000 0000 0001", "00 0029 04d0 01000000 0000");
        assertEquals(Message.BAD_VERSION, read(bytes).responseCode());
        assertNull(read(bytes).question());
    }

    @Test
    void answersToOtherQuestionsAreNotTaken() throws Exception {
        Message message = read(reply().bytes());
        assertFalse(message.answers(0xabce, ASKED, false), "other id");
        assertFalse(message.answers(0xabcd, new Question(ASKED.name(), RecordType.AAAA), false), "other type");
        assertFalse(message.answers(0xabcd, new Question(DomainName.of("example.com"), RecordType.A), false));
        Question shouted = new Question(DomainName.of("WWW.example.com"), RecordType.A);
        assertTrue(message.answers(0xabcd, shouted, false));
        assertFalse(message.answers(0xabcd, shouted, true), "letters in other case");
        assertFalse(read(MessageWriter.query(0xabcd, ASKED, true)).answers(0xabcd, ASKED, false), "a question itself");
    }

    @Test
    void aMessageThatIsCutOffIsMalformedAndNothingWorse() throws Exception {
        byte[] whole = reply().alias("www.example.com", 60, "web.example.com")
                .address("web.example.com", 30, "192.0.2.1")
                .authority("example.com", 900, 300)
                .bytes();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(MalformedMessageException.class, () -> read(cut), length + " bytes");
        }
        read(whole);
    }

    @Test
    void noBytesDoMoreThanBeMalformed() {
        long seed = 20_260_101;
        Random random = new Random(seed);
        byte[] whole = reply().alias("www.example.com", 60, "web.example.com")
                .address("web.example.com", 30, "192.0.2.1", "2001:db8::1")
                .service("_http._tcp.example.com", 20, 1, 2, 8080, "web.example.com")
                .authority("example.com", 900, 300)
                .bytes();
        int read = 0;
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = random.nextInt(4) == 0 ? new byte[random.nextInt(80)] : whole.clone();
            int changes = bytes.length == whole.length ? 1 + random.nextInt(4) : bytes.length;
            for (int i = 0; i < changes && bytes.length > 0; i++) {
                // Pointers are what is hard: more of them than chance would bring.
                int value = random.nextInt(3) == 0 ? 0xc0 : random.nextInt(256);
                bytes[changes == bytes.length ? i : random.nextInt(bytes.length)] = (byte) value;
            }
            try {
                Message message = read(bytes);
                AliasChain.read(message, ASKED);
                read++;
            } catch (MalformedMessageException | DnsException expected) {
                assertTrue(expected.getMessage() != null, "seed " + seed + ", round " + round);
            }
        }
        assertTrue(read > 1000, "the fuzzing gets past the first checks: " + read);
    }
}
