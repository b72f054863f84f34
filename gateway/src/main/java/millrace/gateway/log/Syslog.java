package millrace.gateway.log;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import millrace.os.Descriptor;
import millrace.os.Errno;
import millrace.os.Socket;

/**
 * A syslog server that is told lines, each in a datagram of its own, over UDP or a Unix socket: {@code
 * syslog:server=ADDRESS[,facility=local7][,severity=info][,tag=nginx][,nohostname]}. What cannot be sent is lost, and the
 * next line tries a new socket. Source: RFC 3164, section 4.
 */
public final class Syslog implements LogTarget {
    /** For a configuration's text. */
    static final String PREFIX = "syslog:";

    private static final int PORT = 514;
    private static final int LONGEST = 4096;
    private static final int LONGEST_TAG = 32;

    private static final List<String> FACILITIES = List.of(
            "kern", "user", "mail", "daemon", "auth", "intern", "lpr", "news", "uucp", "clock", "authpriv", "ftp", "ntp",
            "audit", "alert", "cron", "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7");

    private final String name;
    private SocketAddress server;
    private int facility = FACILITIES.size() - 1;
    private Level severity = Level.INFO;
    private String tag = "nginx";
    private boolean hostname = true;
    private byte[] behindTime;
    private int fd = -1;

    private Syslog(String name) {
        this.name = name;
    }

    /**
     * Reads what a configuration says.
     *
     * @param text from {@code syslog:} on
     * @throws IllegalArgumentException in nginx's words
     */
    public static Syslog parse(String text) {
        Syslog syslog = new Syslog(text);
        for (String parameter : text.substring(PREFIX.length()).split(",")) {
            syslog.parameter(parameter);
        }
        if (syslog.server == null) {
            throw new IllegalArgumentException("no syslog server specified");
        }
        syslog.behindTime = (" " + (syslog.hostname ? hostname() + " " : "") + syslog.tag + ": ")
                .getBytes(StandardCharsets.UTF_8);
        return syslog;
    }

    private void parameter(String parameter) {
        int equals = parameter.indexOf('=');
        String value = parameter.substring(equals + 1);
        switch (equals < 0 ? parameter : parameter.substring(0, equals)) {
            case "server" -> server(value);
            case "facility" -> {
                facility = FACILITIES.indexOf(value);
                if (facility < 0) {
                    throw new IllegalArgumentException("unknown syslog facility \"" + value + "\"");
                }
            }
            case "severity" -> {
                severity = Level.named(value);
                if (severity == null) {
                    throw new IllegalArgumentException("unknown syslog severity \"" + value + "\"");
                }
            }
            case "tag" -> tag(value);
            case "nohostname" -> hostname = false;
            default -> throw new IllegalArgumentException("unknown syslog parameter \"" + parameter + "\"");
        }
    }

    private void tag(String value) {
        if (value.length() > LONGEST_TAG) {
            throw new IllegalArgumentException("syslog tag length exceeds " + LONGEST_TAG);
        }
        if (!value.matches("[A-Za-z0-9_]*")) {
            throw new IllegalArgumentException(
                    "syslog \"tag\" only allows alphanumeric characters and underscore");
        }
        tag = value;
    }

    private void server(String value) {
        if (value.startsWith("unix:")) {
            server = UnixDomainSocketAddress.of(value.substring("unix:".length()));
            return;
        }
        int colon = value.lastIndexOf(':');
        boolean hasPort = colon > value.lastIndexOf(']') && (value.startsWith("[") || value.indexOf(':') == colon);
        try {
            String host = hasPort ? value.substring(0, colon) : value;
            int port = hasPort ? Integer.parseInt(value.substring(colon + 1)) : PORT;
            server = new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("host not found in syslog server \"" + value + "\"", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("invalid port in syslog server \"" + value + "\"", e);
        }
    }

    private static String hostname() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return "localhost";
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized void write(Level level, byte[] bytes, int offset, int length) {
        byte[] message = message(level == null ? severity : level, bytes, offset, length);
        int result = send(message);
        if (result < 0 && !Errno.EAGAIN.is(result)) {
            close();
            send(message);
        }
    }

    private byte[] message(Level level, byte[] bytes, int offset, int length) {
        byte[] priority = ("<" + (facility * Level.values().length + level.ordinal()) + ">")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] time = LogTime.now().syslog();
        int head = priority.length + time.length + behindTime.length;
        int text = Math.min(bytes[offset + length - 1] == '\n' ? length - 1 : length, LONGEST - head);
        byte[] message = new byte[head + text];
        System.arraycopy(priority, 0, message, 0, priority.length);
        System.arraycopy(time, 0, message, priority.length, time.length);
        System.arraycopy(behindTime, 0, message, priority.length + time.length, behindTime.length);
        System.arraycopy(bytes, offset, message, head, text);
        return message;
    }

    private int send(byte[] message) {
        if (fd < 0) {
            int socket = Socket.open(server, Socket.DATAGRAM);
            int result = socket < 0 ? socket : Socket.connect(socket, server);
            if (result < 0) {
                if (socket >= 0) {
                    Descriptor.close(socket);
                }
                return result;
            }
            fd = socket;
        }
        return Socket.send(fd, MemorySegment.ofArray(message), message.length);
    }

    synchronized void close() {
        if (fd >= 0) {
            Descriptor.close(fd);
            fd = -1;
        }
    }
}
