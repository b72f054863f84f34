package millrace.gateway.tls;

import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.Locale;
import millrace.os.SslPeer;

/** A client's certificate as variables show it. */
record ClientCertificate(SslPeer peer, X509Certificate certificate) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss yyyy 'GMT'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int PEM_LINE = 64;

    /** {@code null} for none, or for one that Java cannot read. */
    static ClientCertificate of(SslPeer peer) {
        if (peer == null) {
            return null;
        }
        try {
            return new ClientCertificate(peer, (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(peer.der())));
        } catch (GeneralSecurityException unreadable) {
            return null; // OpenSSL is more patient: its own verdict is there all the same.
        }
    }

    /** {@code SUCCESS}, {@code FAILED:reason} or {@code NONE}. */
    static String verdict(SslPeer peer, String trouble) {
        boolean good = peer != null && peer.verdict() == 0 && trouble == null;
        return peer == null ? "NONE" : good ? "SUCCESS" : "FAILED:" + (trouble == null ? peer.verdictText() : trouble);
    }

    String pem() {
        String lines = Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(peer.der());
        return "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n";
    }

    /** In one field of HTTP/1.0, which could go on in lines that begin with white space. */
    String indentedPem() {
        return pem().stripTrailing().replace("\n", "\n\t");
    }

    String escapedPem() {
        return URLEncoder.encode(pem(), StandardCharsets.ISO_8859_1).replace("+", "%20");
    }

    String serial() {
        String digits = certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
        return digits.length() % 2 == 0 ? digits : "0" + digits;
    }

    /** Of SHA-1. */
    String fingerprint() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(peer.der()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    String start() {
        return time(certificate.getNotBefore());
    }

    String end() {
        return time(certificate.getNotAfter());
    }

    /** 0 when it is over. */
    String remainingDays() {
        Duration left = Duration.between(Instant.now(), certificate.getNotAfter().toInstant());
        return Long.toString(Math.max(0, left.toDays()));
    }

    private static String time(Date date) {
        return TIME.format(date.toInstant());
    }
}
