package millrace.offload.dns;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes DNS answers byte by byte: an own writer, so that a fault of the client's reader has no twin here. */
final class Reply {
    static final int A = 1;
    static final int CNAME = 5;
    static final int SOA = 6;
    static final int PTR = 12;
    static final int TXT = 16;
    static final int AAAA = 28;
    static final int SRV = 33;

    private final ByteArrayOutputStream answers = new ByteArrayOutputStream();
    private final ByteArrayOutputStream authorities = new ByteArrayOutputStream();
    private byte[] question;
    private int id;
    private int flags = 0x8180;
    private int answerCount;
    private int authorityCount;

    Reply(byte[] query) {
        this.id = (query[0] & 0xff) << 8 | query[1] & 0xff;
        int end = 12;
        while (query[end] != 0) {
            end += query[end] + 1;
        }
        this.question = Arrays.copyOfRange(query, 12, end + 5);
    }

    Reply id(int other) {
        id = other & 0xffff;
        return this;
    }

    int id() {
        return id;
    }

    Reply code(int code) {
        flags = flags & ~15 | code;
        return this;
    }

    Reply truncated() {
        flags |= 0x0200;
        return this;
    }

    Reply noQuestion() {
        question = new byte[0];
        return this;
    }

    /** Repeats another question than was asked. */
    Reply question(String name, int type) {
        question = bytes(out -> {
            name(out, name);
            out.writeShort(type);
            out.writeShort(1);
        });
        return this;
    }

    Reply address(String name, long ttl, String... addresses) {
        for (String text : addresses) {
            byte[] address = InetAddress.ofLiteral(text).getAddress();
            answer(name, address.length == 4 ? A : AAAA, ttl, out -> out.write(address));
        }
        return this;
    }

    Reply alias(String name, long ttl, String target) {
        return answer(name, CNAME, ttl, out -> name(out, target));
    }

    Reply pointer(String name, long ttl, String target) {
        return answer(name, PTR, ttl, out -> name(out, target));
    }

    Reply service(String name, long ttl, int priority, int weight, int port, String target) {
        return answer(name, SRV, ttl, out -> {
            out.writeShort(priority);
            out.writeShort(weight);
            out.writeShort(port);
            name(out, target);
        });
    }

    Reply answer(String name, int type, long ttl, Writing data) {
        record(answers, name, type, ttl, data);
        answerCount++;
        return this;
    }

    /** For how long it counts that there is nothing. */
    Reply authority(String zone, long ttl, long minimum) {
        record(authorities, zone, SOA, ttl, out -> {
            name(out, "ns." + zone);
            name(out, "admin." + zone);
            for (int i = 0; i < 4; i++) {
                out.writeInt(1);
            }
            out.writeInt((int) minimum);
        });
        authorityCount++;
        return this;
    }

    byte[] bytes() {
        return bytes(out -> {
            out.writeShort(id);
            out.writeShort(flags);
            out.writeShort(question.length == 0 ? 0 : 1);
            out.writeShort(answerCount);
            out.writeShort(authorityCount);
            out.writeShort(0);
            out.write(question);
            answers.writeTo(out);
            authorities.writeTo(out);
        });
    }

    interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static void record(ByteArrayOutputStream to, String name, int type, long ttl, Writing data) {
        byte[] content = bytes(data);
        to.writeBytes(bytes(out -> {
            name(out, name);
            out.writeShort(type);
            out.writeShort(1);
            out.writeInt((int) ttl);
            out.writeShort(content.length);
            out.write(content);
        }));
    }

    static void name(DataOutputStream out, String name) throws IOException {
        for (String label : name.isEmpty() ? new String[0] : name.split("\\.")) {
            out.writeByte(label.length());
            out.write(label.getBytes(StandardCharsets.ISO_8859_1));
        }
        out.writeByte(0);
    }

    static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writing.to(new DataOutputStream(bytes));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
