package millrace.os;

/** What a server decides while a client introduces itself. Called on the thread that does the handshake. */
public interface SslNegotiation {
    /**
     * The client has said whom it wants to talk to.
     *
     * @param serverName as it came, or {@code null}
     * @return whose certificate and rules are used; {@code null} refuses with the alert {@code unrecognized_name}
     */
    SslContext choose(Ssl connection, String serverName);

    /**
     * It is time to {@linkplain SslIdentity#useIn(Ssl) show} a certificate, if the context {@linkplain SslContext#certifies
     * asks}.
     *
     * @throws SslException when there is none to show: that ends the handshake
     */
    default void certify(Ssl connection) throws SslException {}

    /**
     * The client wants to hear whether the certificate that is shown is still good (RFC 6066 section 8), if the context
     * {@linkplain SslContext#staples asks}.
     *
     * @return the answer of an OCSP responder, encoded; {@code null} for none
     */
    default byte[] staple(Ssl connection) {
        return null;
    }

    /**
     * The client offers protocols (ALPN).
     *
     * @param offered the list of the extension: a byte with the length before each name
     * @return where in the list the one that is chosen begins, at its length; −1 to say nothing, −2 to refuse
     */
    int protocol(Ssl connection, byte[] offered);
}
