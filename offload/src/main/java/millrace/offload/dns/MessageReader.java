package millrace.offload.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bytes to a {@link Message}. Whatever the bytes are, the work is bounded by their number: a compression pointer must
 * point before the name it stands in and each further one before the last, so that none can go in circles, and a name
 * has no more of them than it can have labels. Source: RFC 1035 section 4.1.
 */
final class MessageReader {
    private static final int HEADER = 12;
    private static final int CLASS_IN = 1;
    private static final int POINTER = 0xc0;
    private static final int MOST_POINTERS = DomainName.LONGEST / 2;

    private final byte[] bytes;
    private final int start;
    private final int end;
    private final byte[] name = new byte[DomainName.LONGEST];
    private int at;

    private MessageReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.start = offset;
        this.end = offset + length;
        this.at = offset;
    }

    static Message read(byte[] bytes, int offset, int length) throws MalformedMessageException {
        return new MessageReader(bytes, offset, length).message();
    }

    private Message message() throws MalformedMessageException {
        need(HEADER);
        int id = u16();
        int flags = u16();
        int questions = u16();
        int answers = u16();
        int authorities = u16();
        int additional = u16();
        if (questions > 1) {
            throw new MalformedMessageException(questions + " questions");
        }
        Question question = questions == 0 ? null : question();
        boolean isResponse = (flags & 0xf800) == 0x8000; // QR, and operation QUERY
        if ((flags & 0x0200) != 0) {
            // What is there is worth nothing, and may be cut off anywhere.
            return new Message(id, isResponse, true, flags & 15, question, List.of(), List.of());
        }
        List<ResourceRecord> answered = records(answers);
        List<ResourceRecord> authority = records(authorities);
        int code = extendedCode(records(additional)) << 4 | flags & 15;
        return new Message(id, isResponse, false, code, question, answered, authority);
    }

    /** The upper bits of the response code. Source: RFC 6891 section 6.1.3. */
    private static int extendedCode(List<ResourceRecord> additional) {
        for (ResourceRecord record : additional) {
            if (record.type() == RecordType.OPT) {
                return (int) record.ttlSeconds() >>> 24;
            }
        }
        return 0;
    }

    /** A question of another class or type than those that are asked here is none of ours. */
    private Question question() throws MalformedMessageException {
        DomainName asked = name();
        RecordType type = RecordType.of(u16());
        if (u16() != CLASS_IN || type == null) {
            throw new MalformedMessageException("a question that was not asked");
        }
        return new Question(asked, type);
    }

    private List<ResourceRecord> records(int count) throws MalformedMessageException {
        List<ResourceRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ResourceRecord record = record();
            if (record != null) {
                records.add(record);
            }
        }
        return records;
    }

    /** The next record, or {@code null} when it is of a type or class that means nothing here. */
    private ResourceRecord record() throws MalformedMessageException {
        DomainName owner = name();
        RecordType type = RecordType.of(u16());
        int recordClass = u16();
        long ttl = u32();
        int length = u16();
        need(length);
        int after = at + length;
        if (type == RecordType.OPT) {
            at = after;
            return new ResourceRecord(owner, type, ttl, null);
        }
        if (type == null || recordClass != CLASS_IN) {
            at = after;
            return null;
        }
        RecordData data = data(type, length);
        if (at != after) {
            throw new MalformedMessageException("a record of " + length + " bytes that says more or less");
        }
        return new ResourceRecord(owner, type, ttl > Integer.MAX_VALUE ? 0 : ttl, data);
    }

    private RecordData data(RecordType type, int length) throws MalformedMessageException {
        return switch (type) {
            case A -> new RecordData.Address(address(length, 4));
            case AAAA -> new RecordData.Address(address(length, 16));
            case CNAME -> new RecordData.Alias(name());
            case PTR -> new RecordData.Pointer(name());
            case SRV -> new RecordData.Service(u16(), u16(), u16(), name());
            case SOA -> authority();
            case OPT -> throw new IllegalArgumentException("OPT has no data of its own");
        };
    }

    private RecordData authority() throws MalformedMessageException {
        name();
        name();
        need(20);
        at += 16;
        long minimum = u32();
        return new RecordData.Authority(minimum > Integer.MAX_VALUE ? 0 : minimum);
    }

    private InetAddress address(int length, int expected) throws MalformedMessageException {
        if (length != expected) {
            throw new MalformedMessageException("an address of " + length + " bytes");
        }
        byte[] address = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private DomainName name() throws MalformedMessageException {
        int length = 0;
        int from = at; // Where reading goes on; `at` stays behind the first pointer.
        int bound = at; // A pointer has to point before this.
        int jumps = 0;
        while (true) {
            int octet = byteAt(from);
            if ((octet & POINTER) == POINTER) {
                int target = start + ((octet & ~POINTER) << 8 | byteAt(from + 1));
                at = jumps > 0 ? at : from + 2;
                if (target >= bound || ++jumps > MOST_POINTERS) {
                    throw new MalformedMessageException("compression pointers that do not point back, or too many");
                }
                from = target;
                bound = target;
            } else if (octet > DomainName.LONGEST_LABEL) {
                throw new MalformedMessageException("a label of an unknown kind");
            } else {
                int size = octet + 1;
                if (length + size > name.length || from + size > end) {
                    throw new MalformedMessageException("a name that is too long");
                }
                System.arraycopy(bytes, from, name, length, size);
                length += size;
                from += size;
                if (octet == 0) {
                    at = jumps > 0 ? at : from;
                    return DomainName.ofWire(Arrays.copyOf(name, length));
                }
            }
        }
    }

    private int byteAt(int index) throws MalformedMessageException {
        if (index >= end) {
            throw new MalformedMessageException("it ends too early");
        }
        return bytes[index] & 0xff;
    }

    private void need(int count) throws MalformedMessageException {
        if (end - at < count) {
            throw new MalformedMessageException("it ends too early");
        }
    }

    private int u16() throws MalformedMessageException {
        need(2);
        return (bytes[at++] & 0xff) << 8 | bytes[at++] & 0xff;
    }

    private long u32() throws MalformedMessageException {
        return (long) u16() << 16 | u16();
    }
}
