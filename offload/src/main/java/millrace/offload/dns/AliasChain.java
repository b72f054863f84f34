package millrace.offload.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Reads an answer: follows the aliases in it to the records that were asked for. Pure logic. Source: RFC 1034 section
 * 3.6.2, RFC 2181 section 5.2 (records of a set have one TTL: the least), RFC 2308 section 2.
 */
final class AliasChain {
    /** Honest chains have a handful of links. */
    static final int LONGEST = 16;

    private final Message message;
    private final RecordType type;
    private DomainName name;
    private long ttlSeconds = Integer.MAX_VALUE;

    private AliasChain(Message message, Question question) {
        this.message = message;
        this.type = question.type();
        this.name = question.name();
    }

    /** What a message with the code NOERROR or NXDOMAIN says. */
    static Outcome read(Message message, Question question) throws DnsException {
        return new AliasChain(message, question).follow(question);
    }

    private Outcome follow(Question question) throws DnsException {
        for (int links = 0; links <= LONGEST; links++) {
            List<RecordData> found = take(type);
            if (!found.isEmpty()) {
                return new Outcome.Found(name, List.copyOf(found), ttlNanos());
            }
            List<RecordData> aliases = take(RecordType.CNAME);
            if (aliases.isEmpty()) {
                return missing(links > 0);
            }
            name = ((RecordData.Alias) aliases.getFirst()).target();
        }
        throw loop(question);
    }

    static DnsException loop(Question question) {
        return new DnsException(
                DnsException.Kind.ALIAS_LOOP,
                question + ": its aliases go in circles, or on for more than " + LONGEST + " names");
    }

    /** The records of a type under the present name. */
    private List<RecordData> take(RecordType wanted) {
        List<RecordData> taken = new ArrayList<>();
        for (ResourceRecord record : message.answers()) {
            if (record.type() == wanted && record.name().equals(name)) {
                taken.add(record.data());
                ttlSeconds = Math.min(ttlSeconds, record.ttlSeconds());
            }
        }
        return taken;
    }

    private Outcome missing(boolean aliased) {
        boolean nameExists = message.responseCode() != Message.NAME_ERROR;
        for (ResourceRecord record : message.authorities()) {
            if (record.data() instanceof RecordData.Authority(long minimumSeconds)) {
                ttlSeconds = Math.min(ttlSeconds, Math.min(record.ttlSeconds(), minimumSeconds));
                return new Outcome.Missing(name, nameExists, ttlNanos());
            }
        }
        if (aliased && nameExists) {
            // The server may simply not have followed: only a statement about the zone would say that it has.
            return new Outcome.Alias(name, ttlNanos());
        }
        return new Outcome.Missing(name, nameExists, 0);
    }

    private long ttlNanos() {
        return TimeUnit.SECONDS.toNanos(ttlSeconds);
    }
}
