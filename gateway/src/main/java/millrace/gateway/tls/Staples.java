package millrace.gateway.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import millrace.gateway.config.Scope;
import millrace.gateway.log.ErrorLogSettings;
import millrace.gateway.resolver.ResolverSettings;
import millrace.os.SslAuthorities;
import millrace.os.SslCertificates;
import millrace.os.SslContext;
import millrace.os.SslOcsp;
import millrace.os.SslSource;

/** Makes the {@link Staple}s of a server's certificates; what cannot be had is warned of, as nginx does. */
final class Staples {
    private final TlsSettings settings;
    private final Scope scope;
    private final TlsFiles files;
    private final SslContext context;

    Staples(TlsSettings settings, Scope scope, TlsFiles files, SslContext context) {
        this.settings = settings;
        this.scope = scope;
        this.files = files;
        this.context = context;
    }

    List<Staple> make() throws IOException {
        List<Staple> all = new ArrayList<>();
        if (!settings.staples || settings.varies()) {
            return all;
        }
        for (CertificateLine each : settings.certificates) {
            SslCertificates shown = files.get(Wanted.certificates(each.source(null)));
            Staple made = settings.stapleFile == null ? asking(each, shown) : new Staple(shown, read(settings.stapleFile));
            if (made != null) {
                all.add(made);
            }
        }
        if (!all.isEmpty()) {
            context.staples();
        }
        return all;
    }

    private static byte[] read(Path file) throws IOException {
        byte[] response = ServerContext.read(file);
        SslOcsp.checkForm(response, file.toString());
        return response;
    }

    private Staple asking(CertificateLine line, SslCertificates shown) throws IOException {
        SslAuthorities trusted = settings.trusted == null ? null
                : files.get(Wanted.authorities(SslSource.of(settings.trusted)));
        SslOcsp ocsp = SslOcsp.of(shown, trusted);
        if (ocsp == null) {
            return ignored("issuer certificate not found for certificate \"" + line + "\"", line);
        }
        String url = settings.stapleResponder == null ? ocsp.responder() : settings.stapleResponder;
        if (url == null) {
            return ignored("no OCSP responder URL in the certificate \"" + line + "\"", line);
        }
        StringBuilder complaint = new StringBuilder();
        Responder responder = Responder.parse(url, scope.get(ResolverSettings.KEY).resolver(), true, complaint);
        if (responder == null) {
            return ignored(complaint + " in the certificate \"" + line + "\"", line);
        }
        return new Staple(shown, ocsp, responder, context, settings.stapleVerifies, scope.get(ErrorLogSettings.KEY).log(),
                line.toString(), Revocation.CLOCK, StapledAnswer.to(question(url, ocsp, trusted)));
    }

    private String question(String url, SslOcsp ocsp, SslAuthorities trusted) throws IOException {
        StringBuilder all = new StringBuilder(url).append(' ').append(HexFormat.of().formatHex(ocsp.request()));
        if (settings.stapleVerifies && trusted != null) {
            trusted.encoded().forEach(each -> all.append(' ').append(HexFormat.of().formatHex(each)));
        }
        return all.append(settings.stapleVerifies).toString();
    }

    private Staple ignored(String why, CertificateLine line) {
        scope.configuration().warn(line.place(), "\"ssl_stapling\" ignored, " + why);
        return null;
    }
}
