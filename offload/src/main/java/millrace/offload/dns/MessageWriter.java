package millrace.offload.dns;

import java.util.random.RandomGenerator;

/** Questions to bytes. Source: RFC 1035 section 4.1, RFC 6891 section 6.1. */
final class MessageWriter {
    /** What a datagram can carry over nearly every path without being cut into pieces: DNS flag day 2020. */
    static final int DATAGRAM_PAYLOAD = 1232;

    private static final int HEADER = 12;
    private static final int OPT_RECORD = 11;
    private static final int RECURSION_DESIRED = 1;

    private MessageWriter() {}

    static byte[] query(int id, Question question, boolean edns) {
        byte[] name = question.name().wire();
        byte[] message = new byte[HEADER + name.length + 4 + (edns ? OPT_RECORD : 0)];
        put16(message, 0, id);
        message[2] = RECURSION_DESIRED;
        message[5] = 1;
        System.arraycopy(name, 0, message, HEADER, name.length);
        int at = HEADER + name.length;
        put16(message, at, question.type().code);
        message[at + 3] = 1;
        if (edns) {
            message[11] = 1;
            put16(message, at + 5, RecordType.OPT.code);
            put16(message, at + 7, DATAGRAM_PAYLOAD);
        }
        return message;
    }

    /** The same question with letters in random case, for a server to repeat: a forger has to guess them. */
    static Question mixCase(Question question, RandomGenerator random) {
        byte[] wire = question.name().wire().clone();
        for (int i = 0; i < wire.length; i++) {
            int lower = wire[i] | 32;
            if (lower >= 'a' && lower <= 'z' && random.nextBoolean()) {
                wire[i] ^= 32;
            }
        }
        return new Question(DomainName.ofWire(wire), question.type());
    }

    private static void put16(byte[] message, int at, int value) {
        message[at] = (byte) (value >> 8);
        message[at + 1] = (byte) value;
    }
}
