package millrace.loop.tls;

/** What is known of a TLS connection once its handshake is done. */
public interface TlsFacts {
    /** {@code TLSv1.3}. */
    String protocol();

    /** The cipher's name as OpenSSL has it: {@code TLS_AES_256_GCM_SHA384}. */
    String cipher();

    /** The name that the client has asked for (SNI), or {@code null}. */
    String serverName();

    /** The protocol that both have agreed on (ALPN), or {@code null}. */
    String applicationProtocol();

    /** Whether it goes on with the session of an earlier connection. */
    boolean isResumed();

    /** Whether the other side has ended it without a word, so that something may be missing. */
    boolean isTruncated();
}
