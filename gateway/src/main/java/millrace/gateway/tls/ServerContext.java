package millrace.gateway.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import millrace.os.SslContext;
import millrace.os.SslIdentity;

/** Makes the context of a server of its settings. */
final class ServerContext {
    private static final long LEAST_RECORD_BYTES = 512;
    private static final long MOST_RECORD_BYTES = 16_384;

    private final TlsSettings settings;

    ServerContext(TlsSettings settings) {
        this.settings = settings;
    }

    SslContext make() throws IOException {
        SslContext context = SslContext.create();
        context.options(Protocols.without(settings.protocols)
                | (settings.preferOwnCiphers ? SslContext.SERVER_PREFERENCE : 0)
                | (settings.tickets ? 0 : SslContext.NO_TICKET));
        context.ciphers(settings.ciphers);
        if (!settings.groups.equals("auto")) {
            context.groups(settings.groups);
        }
        List<String> passwords = settings.passwords == null ? List.of()
                : Files.readAllLines(settings.passwords, StandardCharsets.ISO_8859_1);
        for (int i = 0; i < settings.certificates.size(); i++) {
            SslIdentity.use(context, settings.certificates.get(i), settings.keys.get(i), passwords);
        }
        context.recordBytes((int) Math.clamp(settings.recordBytes, LEAST_RECORD_BYTES, MOST_RECORD_BYTES));
        clients(context);
        context.negotiates();
        context.sessions(settings.sessions.most(), settings.sessionSeconds, owner());
        return context;
    }

    private void clients(SslContext context) throws IOException {
        context.depth(settings.depth);
        if (settings.clients.asks()) {
            context.asksForCertificate();
            if (settings.clientAuthorities != null) {
                context.trust(settings.clientAuthorities);
                context.welcomes(settings.clientAuthorities);
            }
        }
        if (settings.trusted != null) {
            context.trust(settings.trusted);
        }
        if (settings.revoked != null) {
            context.revoked(settings.revoked);
        }
    }

    /** Sessions of one certificate cannot be gone on with at another, nor where clients are looked at in another way. */
    private byte[] owner() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            settings.certificates.forEach(each -> digest.update(each.toString().getBytes(StandardCharsets.UTF_8)));
            digest.update((settings.clients + " " + settings.clientAuthorities).getBytes(StandardCharsets.UTF_8));
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
