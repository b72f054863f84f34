package millrace.gateway.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Inherit;
import millrace.gateway.config.Place;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.GatewayLoop;
import millrace.loop.tls.ApplicationProtocols;
import millrace.loop.tls.IntermediateProfile;
import millrace.os.OpenSsl;
import millrace.os.Ssl;
import millrace.os.SslCertificates;
import millrace.os.SslContext;
import millrace.os.SslException;

/** What the {@code ssl_} directives of one level say. */
public final class TlsSettings implements Settings<TlsSettings> {
    public static final SettingsKey<TlsSettings> KEY = SettingsKey.of(TlsSettings::new);

    private static final long FIVE_MINUTES = 300;
    private static final long MOST_RECORD_BYTES = 16_384;

    List<CertificateLine> certificates = new ArrayList<>();
    List<CertificateLine> keys = new ArrayList<>();
    CertificateCache cache;
    Path passwords;
    List<String> protocols;
    String ciphers;
    String groups;
    Boolean preferOwnCiphers;
    Boolean tickets;
    Long sessionSeconds;
    SessionCache sessions;
    List<Path> ticketKeys = new ArrayList<>();
    Path exchange;
    List<Command> commands = new ArrayList<>();
    Boolean compresses;
    Boolean rejects;
    Long recordBytes;
    List<String> protocolNames;

    ClientCheck clients;
    Path clientAuthorities;
    Path trusted;
    Path revoked;
    Integer depth;

    Boolean staples;
    Path stapleFile;
    String stapleResponder;
    Boolean stapleVerifies;

    Revocation.Extent ocsp;
    OcspCache ocspCache;
    String ocspResponder;

    private ApplicationProtocols spoken;
    private SslContext context;
    private List<String> passwordLines = List.of();
    private List<Staple> known = List.of();
    private Revocation revocation;

    @Override
    public void inherit(TlsSettings outer) {
        TlsSettings o = outer == null ? new TlsSettings() : outer;
        certificates = Inherit.list(certificates, o.certificates);
        keys = Inherit.list(keys, o.keys);
        cache = Inherit.of(cache, o.cache, CertificateCache.OFF);
        passwords = Inherit.of(passwords, o.passwords, null);
        protocols = Inherit.of(protocols, o.protocols, Protocols.USUAL);
        ciphers = Inherit.of(ciphers, o.ciphers, IntermediateProfile.CIPHERS);
        groups = Inherit.of(groups, o.groups, null);
        preferOwnCiphers = Inherit.of(preferOwnCiphers, o.preferOwnCiphers, false);
        tickets = Inherit.of(tickets, o.tickets, true);
        sessionSeconds = Inherit.of(sessionSeconds, o.sessionSeconds, FIVE_MINUTES);
        sessions = Inherit.of(sessions, o.sessions, SessionCache.NONE);
        ticketKeys = Inherit.list(ticketKeys, o.ticketKeys);
        exchange = Inherit.of(exchange, o.exchange, null);
        commands = Inherit.list(commands, o.commands);
        compresses = Inherit.of(compresses, o.compresses, false);
        rejects = Inherit.of(rejects, o.rejects, false);
        protocolNames = Inherit.of(protocolNames, o.protocolNames, List.of());
        recordBytes = Inherit.of(recordBytes, o.recordBytes, MOST_RECORD_BYTES);
        clients = Inherit.of(clients, o.clients, ClientCheck.OFF);
        clientAuthorities = Inherit.of(clientAuthorities, o.clientAuthorities, null);
        trusted = Inherit.of(trusted, o.trusted, null);
        revoked = Inherit.of(revoked, o.revoked, null);
        staples = Inherit.of(staples, o.staples, false);
        stapleFile = Inherit.of(stapleFile, o.stapleFile, null);
        stapleResponder = Inherit.of(stapleResponder, o.stapleResponder, null);
        stapleVerifies = Inherit.of(stapleVerifies, o.stapleVerifies, false);
        ocsp = Inherit.of(ocsp, o.ocsp, Revocation.Extent.OFF);
        ocspCache = Inherit.of(ocspCache, o.ocspCache, OcspCache.OFF);
        ocspResponder = Inherit.of(ocspResponder, o.ocspResponder, null);
        spoken = Inherit.of(spoken, o.spoken, ApplicationProtocols.HTTP_1);
        depth = Inherit.of(depth, o.depth, 1);
    }

    /** Reads the files that are named, once, when all of the configuration is read. */
    public void load(Scope scope) throws ConfigException {
        if (context != null || certificates.isEmpty() && !rejects) {
            return;
        }
        check();
        try {
            OpenSsl.require();
            passwordLines = ServerContext.passwords(passwords);
            TlsFiles files = TlsFiles.of(scope.configuration());
            SslContext made = new ServerContext(this, files).make();
            warnOfExpired(scope.configuration(), files);
            compress(scope.configuration(), made);
            known = new Staples(this, scope, files, made).make();
            revocation = clients.asks() && ocsp != Revocation.Extent.OFF ? Revocation.of(this, scope, made) : null;
            context = made;
            scope.configuration().whenOver(made::close);
        } catch (IOException e) {
            throw new ConfigException(place(e.getMessage()), e.getMessage(), Remedy.of(e.getMessage()));
        }
    }

    /** The line that a complaint is about, as far as it is one of these; else the first. */
    private Place place(String complaint) {
        return Stream.concat(certificates.stream(), keys.stream()).filter(each -> complaint.contains("\"" + each + "\""))
                .findFirst().or(() -> certificates.stream().findFirst()).map(CertificateLine::place).orElse(null);
    }

    private void warnOfExpired(Configuration configuration, TlsFiles files) throws IOException {
        for (CertificateLine each : certificates) {
            if (!varies() && files.get(Wanted.certificates(each.source(null))).isExpired()) {
                configuration.warn(each.place(), "the certificate \"" + each + "\" has expired: clients refuse it");
            }
        }
    }

    private void compress(Configuration configuration, SslContext made) {
        if (compresses && !SslCertificates.compressIn(made)) {
            configuration.warn(certificates.isEmpty() ? null : certificates.getFirst().place(),
                    "\"ssl_certificate_compression\" ignored: it takes OpenSSL 3.2, built with a compressor");
        }
    }

    private void check() throws ConfigException {
        if (keys.size() < certificates.size()) {
            CertificateLine alone = certificates.get(keys.size());
            throw new ConfigException(alone.place(), "no \"ssl_certificate_key\" is defined for certificate \"" + alone + "\"");
        }
        boolean needed = clients == ClientCheck.ON || clients == ClientCheck.OPTIONAL;
        if (needed && clientAuthorities == null && trusted == null) {
            throw new ConfigException(place(""), "no ssl_client_certificate for ssl_verify_client",
                    "ssl_client_certificate names a file with those who vouch for clients");
        }
        if (clients == ClientCheck.OPTIONAL_NO_CA && ocsp != Revocation.Extent.OFF) {
            throw new ConfigException(null, "\"ssl_ocsp\" is incompatible with \"ssl_verify_client optional_no_ca\"");
        }
    }

    /** Whether certificates depend on the connection, and are read in handshakes. */
    boolean varies() {
        return !Stream.concat(certificates.stream(), keys.stream()).allMatch(CertificateLine::isConstant);
    }

    List<String> passwordLines() {
        return passwordLines;
    }

    /**
     * Shows the certificates that a connection gets, if that depends on it; in the handshake.
     *
     * @param x whose variables count
     */
    public void certify(Ssl connection, Exchange x) throws SslException {
        for (int i = 0; i < certificates.size(); i++) {
            Identities.show(certificates.get(i), keys.get(i), x, passwordLines, cache, connection);
        }
    }

    /**
     * What a client is told of whether the certificate that it is shown is still good; in the handshake.
     *
     * @param loop who may ask a responder
     */
    public byte[] staple(Ssl connection, GatewayLoop loop) {
        for (Staple each : known) {
            if (each.certificates().isShownBy(connection)) {
                return each.answer(loop);
            }
        }
        return null;
    }

    /** What is spoken; a feature that speaks more says so while the configuration is read, or completes it. */
    public ApplicationProtocols spoken() {
        return spoken == null ? ApplicationProtocols.HTTP_1 : spoken;
    }

    public void spoken(ApplicationProtocols protocols) {
        spoken = protocols;
    }

    /** Whether requests need a certificate of their client. */
    public ClientCheck clients() {
        return clients;
    }

    /** Who is asked whether a client's certificate has been revoked; {@code null} for nobody. */
    public Revocation revocation() {
        return revocation;
    }

    /** With what connections are encrypted; {@code null} without a certificate. */
    public SslContext context() {
        return context;
    }

    /** What clients may ask for by ALPN, in the order of preference; empty where nobody minds. */
    public List<String> protocolNames() {
        return protocolNames;
    }

    /** Whether handshakes are refused. */
    public boolean rejects() {
        return rejects;
    }
}
