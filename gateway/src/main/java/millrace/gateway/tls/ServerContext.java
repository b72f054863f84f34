package millrace.gateway.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import millrace.gateway.config.FileTrouble;
import millrace.loop.tls.IntermediateProfile;
import millrace.os.SslContext;
import millrace.os.SslAuthorities;
import millrace.os.SslIdentity;
import millrace.os.SslKey;
import millrace.os.SslSource;
import millrace.os.SslRules;
import millrace.os.SslTicketKey;

/** Makes the context of a server of its settings. */
final class ServerContext {
    private static final long LEAST_RECORD_BYTES = 512;
    private static final long MOST_RECORD_BYTES = 16_384;

    private final TlsSettings settings;
    private final TlsFiles files;

    ServerContext(TlsSettings settings, TlsFiles files) {
        this.settings = settings;
        this.files = files;
    }

    SslContext make() throws IOException {
        SslContext context = SslContext.create();
        context.options(Protocols.without(settings.protocols)
                | (settings.preferOwnCiphers ? SslContext.SERVER_PREFERENCE : 0)
                | (settings.tickets ? 0 : SslContext.NO_TICKET)
                | (settings.compresses ? 0 : SslContext.NO_COMPRESSED_CERTIFICATE));
        context.ciphers(settings.ciphers);
        groups(context);
        if (settings.exchange != null) {
            SslRules.exchange(context, settings.exchange);
        }
        certificates(context);
        context.recordBytes((int) Math.clamp(settings.recordBytes, LEAST_RECORD_BYTES, MOST_RECORD_BYTES));
        clients(context);
        context.negotiates();
        context.sessions(settings.sessions.most(), settings.sessionSeconds, owner());
        Command.apply(settings.commands, context);
        SharedSessions shared = settings.sessions.shared();
        TicketKeys renewed = shared == null ? TicketKeys.ofProcess(settings.sessionSeconds) : shared.ticketKeys();
        context.sessions(new KeptSessions(ticketKeys(), renewed, shared, settings.sessionSeconds));
        return context;
    }

    private void groups(SslContext context) throws IOException {
        if (settings.groups == null) {
            IntermediateProfile.groups(context);
        } else if (!settings.groups.equals("auto")) {
            context.groups(settings.groups);
        }
    }

    private void certificates(SslContext context) throws IOException {
        if (settings.varies()) {
            context.certifies();
            return;
        }
        for (int i = 0; i < settings.certificates.size(); i++) {
            SslKey key = files.get(Wanted.key(settings.keys.get(i).source(null), settings.passwordLines()));
            new SslIdentity(files.get(Wanted.certificates(settings.certificates.get(i).source(null))), key).useIn(context);
        }
    }

    private SslAuthorities authorities(Path file) throws IOException {
        return files.get(Wanted.authorities(SslSource.of(file)));
    }

    private List<SslTicketKey> ticketKeys() throws IOException {
        List<SslTicketKey> keys = new ArrayList<>();
        for (Path file : settings.ticketKeys) {
            byte[] all = read(file);
            if (all.length != SslTicketKey.SHORT && all.length != SslTicketKey.LONG) {
                throw new IOException("\"" + file + "\" must be " + SslTicketKey.SHORT + " or " + SslTicketKey.LONG + " bytes");
            }
            keys.add(SslTicketKey.of(all));
        }
        return keys;
    }

    /** One a line; none without a file. */
    static List<String> passwords(Path file) throws IOException {
        return file == null ? List.of() : new String(read(file), StandardCharsets.ISO_8859_1).lines().toList();
    }

    static byte[] read(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IOException("open() \"" + file + "\" failed (" + FileTrouble.words(e) + ")", e);
        }
    }

    private void clients(SslContext context) throws IOException {
        context.depth(settings.depth);
        if (settings.clients.asks()) {
            context.asksForCertificate();
            if (settings.clientAuthorities != null) {
                authorities(settings.clientAuthorities).trustIn(context);
                authorities(settings.clientAuthorities).welcomeIn(context);
            }
        }
        if (settings.trusted != null) {
            authorities(settings.trusted).trustIn(context);
        }
        if (settings.revoked != null) {
            files.get(Wanted.revocations(SslSource.of(settings.revoked))).checkIn(context);
        }
    }

    /**
     * Sessions of one certificate cannot be gone on with at another, nor where clients are looked at in another way: what is
     * in the files counts, since sessions may outlive a reload.
     */
    private byte[] owner() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (CertificateLine each : settings.certificates) {
                if (settings.varies()) {
                    digest.update(each.toString().getBytes(StandardCharsets.ISO_8859_1));
                } else {
                    files.get(Wanted.certificates(each.source(null))).encoded().forEach(digest::update);
                }
            }
            if (settings.clients.asks()) {
                clients(digest);
            }
            digest.update((settings.clients + " " + settings.depth).getBytes(StandardCharsets.UTF_8));
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private void clients(MessageDigest digest) throws IOException {
        for (Path each : Arrays.asList(settings.clientAuthorities, settings.trusted)) {
            digest.update((byte) (each == null ? 0 : 1));
            if (each != null) {
                authorities(each).encoded().forEach(digest::update);
            }
        }
        if (settings.revoked != null) {
            files.get(Wanted.revocations(SslSource.of(settings.revoked))).encoded().forEach(digest::update);
        }
    }
}
