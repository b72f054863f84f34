package millrace.gateway.visitor;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import millrace.gateway.config.Registry;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.StateKey;
import millrace.gateway.log.Level;
import millrace.gateway.variable.Variable;
import millrace.gateway.visitor.UserIdSettings.Mode;
import millrace.http.codec.Fields;
import millrace.http.codec.Output;

/**
 * What one request has, and gets, for a mark: 16 octets. They are the server's address or number, the time, the process and
 * a number that is counted. Found out when it is first asked for; on the loop of the exchange.
 */
final class UserId {
    private static final StateKey<UserId> KEY = StateKey.create();
    private static final int OCTETS = 16;
    private static final int DIGITS = 22;
    private static final int COUNT_FROM = 0x03030302;

    /** Counted for the whole process: marks made in one second are told apart by it. */
    private static final AtomicInteger COUNT = new AtomicInteger(COUNT_FROM);

    private static final AtomicInteger COUNT_V1 = new AtomicInteger(1);

    /** Of the process, and of when it has started. */
    private static final int START =
            (int) (System.nanoTime() / 20_000) << 16 | (int) (ProcessHandle.current().pid() & 0xffff);

    private final String cookie;
    private final byte[] got;
    private byte[] set;

    private UserId(String cookie, byte[] got) {
        this.cookie = cookie;
        this.got = got;
    }

    static void register(Registry registry) {
        registry.variable("uid_got", (x, to) -> {
            UserIdSettings settings = x.settings(UserIdSettings.KEY);
            return settings.mode != Mode.OFF && write(settings, of(x, settings).got, to);
        });
        registry.variable("uid_set", (x, to) -> {
            UserIdSettings settings = x.settings(UserIdSettings.KEY);
            return settings.mode.compareTo(Mode.V1) >= 0 && write(settings, of(x, settings).toSet(x, settings), to);
        });
        registry.variable("uid_reset", (x, to) -> {
            String said = x.main().state(UserIdSettings.RESET);
            if (said == null) {
                return false;
            }
            to.put(Output.ascii(said));
            return true;
        }, (x, value) -> x.main().state(UserIdSettings.RESET, value));
    }

    static UserId of(Exchange x, UserIdSettings settings) {
        UserId known = x.main().state(KEY);
        if (known == null) {
            known = read(x, settings);
            x.main().state(KEY, known);
        }
        return known;
    }

    private static UserId read(Exchange x, UserIdSettings settings) {
        String cookie = cookie(x.head().fields(), settings.name);
        if (cookie == null) {
            return new UserId(null, null);
        }
        if (cookie.length() < DIGITS) {
            x.log(Level.ERROR, "client sent too short userid cookie \"" + cookie + "\"");
            return new UserId(cookie, null);
        }
        try {
            return new UserId(cookie, Base64.getDecoder().decode(cookie.substring(0, DIGITS)));
        } catch (IllegalArgumentException e) {
            x.log(Level.ERROR, "client sent invalid userid cookie \"" + cookie + "\"");
            return new UserId(cookie, null);
        }
    }

    private static String cookie(Fields fields, String name) {
        for (int line = fields.indexOf("cookie", 0); line >= 0; line = fields.indexOf("cookie", line + 1)) {
            for (String pair : fields.value(line).split("[;,]")) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equalsIgnoreCase(name)) {
                    return pair.substring(equals + 1).strip();
                }
            }
        }
        return null;
    }

    /** What the cookie is to say that the client gets, or {@code null} when it has the right one. */
    byte[] toSet(Exchange x, UserIdSettings settings) {
        if (set == null && (got == null || isReset(x, settings))) {
            set = fresh(x, settings);
        } else if (set == null && settings.mark != 0 && !isMarked(settings.mark)) {
            set = got;
        }
        return set;
    }

    private boolean isMarked(int mark) {
        return cookie.length() > DIGITS + 1 && cookie.charAt(DIGITS) == mark && cookie.charAt(DIGITS + 1) == '=';
    }

    /** Whether {@code $uid_reset}, which a {@code map} may make, says that clients get another number. */
    private boolean isReset(Exchange x, UserIdSettings settings) {
        Variable reset = x.scope().variables().known("uid_reset");
        Output text = new Output(8);
        reset.write(x, text);
        String said = new String(text.bytes(), 0, text.length(), StandardCharsets.ISO_8859_1);
        if (said.equals("log")) {
            Output old = new Output(64);
            write(settings, got, old);
            x.log(Level.NOTICE, "userid cookie \"" + new String(old.bytes(), 0, old.length()) + "\" was reset");
        }
        return !said.isEmpty() && !said.equals("0");
    }

    private static byte[] fresh(Exchange x, UserIdSettings settings) {
        boolean old = settings.mode == Mode.V1;
        long service = settings.service >= 0 ? settings.service : old ? 0 : number(x.client().localAddress());
        int count = old
                ? COUNT_V1.getAndAdd(0x100)
                : COUNT.getAndUpdate(n -> n + 0x100 < COUNT_FROM ? COUNT_FROM : n + 0x100);
        return ByteBuffer.allocate(OCTETS)
                .order(old ? ByteOrder.nativeOrder() : ByteOrder.BIG_ENDIAN)
                .putInt((int) service)
                .putInt((int) (System.currentTimeMillis() / 1000))
                .putInt(START)
                .putInt(count)
                .array();
    }

    /** The last four octets of an address. */
    private static long number(SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            byte[] octets = inet.getAddress().getAddress();
            return ByteBuffer.wrap(octets, octets.length - 4, 4).getInt();
        }
        return 0;
    }

    /** As logs show it: the name and four numbers, as this machine reads them. */
    private static boolean write(UserIdSettings settings, byte[] id, Output to) {
        if (id == null) {
            return false;
        }
        to.put(Output.ascii(settings.name + "="));
        ByteBuffer numbers = ByteBuffer.wrap(id).order(ByteOrder.nativeOrder());
        while (numbers.hasRemaining()) {
            to.put(Output.ascii("%08X".formatted(numbers.getInt())));
        }
        return true;
    }
}
