package millrace.loop.tls;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import millrace.os.Errno;
import millrace.os.OsException;
import millrace.os.Ssl;
import millrace.os.SslContext;
import millrace.os.SslException;
import millrace.os.SslNegotiation;

/** A session by the system's OpenSSL, which reads and writes the descriptor itself. */
public final class OpenSslSession implements TlsSession {
    private final Ssl ssl;
    private String call = "SSL_do_handshake";

    private OpenSslSession(Ssl ssl) {
        this.ssl = ssl;
    }

    /**
     * The server's end of a connection.
     *
     * @param negotiation is asked during the handshake if the context {@linkplain SslContext#negotiates negotiates}; else
     *     {@code null}
     */
    public static OpenSslSession server(SslContext context, int fd, SslNegotiation negotiation) throws SslException {
        return new OpenSslSession(Ssl.server(context, fd, negotiation));
    }

    /**
     * The client's end.
     *
     * @param serverName whom it wants to talk to, or {@code null} to say nothing
     */
    public static OpenSslSession client(SslContext context, int fd, String serverName) throws SslException {
        return new OpenSslSession(Ssl.client(context, fd, serverName));
    }

    /** What only OpenSSL can tell. */
    public Ssl ssl() {
        return ssl;
    }

    @Override
    public void feed(byte[] bytes, int offset, int length) {
        ssl.feed(bytes, offset, length);
    }

    @Override
    public int handshake() {
        return ssl.handshake();
    }

    @Override
    public boolean wantsWrite() {
        return ssl.wantsWrite();
    }

    @Override
    public int receive(MemorySegment buffer, int length) {
        call = "SSL_read";
        return ssl.read(buffer, length);
    }

    @Override
    public boolean hasPending() {
        return ssl.hasPending();
    }

    @Override
    public boolean isDrained() {
        return ssl.isDrained();
    }

    @Override
    public int send(MemorySegment bytes, int length) {
        call = "SSL_write";
        int sent = ssl.write(bytes, length);
        while (sent > 0 && sent < length) {
            int more = ssl.write(bytes.asSlice(sent), length - sent);
            if (more <= 0) {
                return sent; // Whatever it is, the next call will tell.
            }
            sent += more;
        }
        // Renegotiation is refused, so writing never has to wait for something to read.
        return Errno.EAGAIN.is(sent) && !ssl.wantsWrite() ? Ssl.BROKEN : sent;
    }

    @Override
    public void endFollows() {
        ssl.endFollows();
    }

    @Override
    public int end() {
        return ssl.end();
    }

    @Override
    public IOException failure(int result) {
        if (result == Ssl.BROKEN) {
            String why = ssl.problem();
            return new SslException(call + "() failed" + (why == null ? "" : " " + why));
        }
        return new OsException(call, -result);
    }

    @Override
    public void close() {
        ssl.close();
    }

    @Override
    public String protocol() {
        return ssl.facts().protocol();
    }

    @Override
    public String cipher() {
        return ssl.facts().cipher();
    }

    @Override
    public String serverName() {
        return ssl.facts().serverName();
    }

    @Override
    public String applicationProtocol() {
        return ssl.facts().applicationProtocol();
    }

    @Override
    public boolean isResumed() {
        return ssl.facts().isResumed();
    }

    @Override
    public boolean isTruncated() {
        return ssl.isTruncated();
    }
}
