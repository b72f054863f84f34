package millrace.gateway.tls;

import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Place;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.variable.Template;
import millrace.os.SslSource;

/**
 * What one line says of where a certificate or a key is: a file, behind {@code data:} the text itself, or behind {@code store:}
 * a URI that OpenSSL knows a key by. Each may have variables. Immutable.
 */
record CertificateLine(Template text, Configuration configuration, Place place) {
    private static final String DATA = "data:";
    private static final String STORE = "store:";

    static CertificateLine of(Scope scope, Statement s) throws ConfigException {
        return new CertificateLine(Template.compile(s.arg(0), scope, s.place()), scope.configuration(), s.place());
    }

    boolean isConstant() {
        return text.isConstant();
    }

    /** It says that there is none. */
    boolean isEmpty() {
        return text.isEmpty();
    }

    /**
     * Where it is, for a request or the handshake before one; {@code null} for nowhere.
     *
     * @param x nobody, if the line is constant
     */
    SslSource source(Exchange x) {
        String value = text.text(x);
        if (value.isEmpty()) {
            return null;
        }
        if (value.startsWith(STORE)) {
            return SslSource.ofStore(value, value.substring(STORE.length()));
        }
        return value.startsWith(DATA)
                ? SslSource.ofText(value, value.substring(DATA.length()))
                : SslSource.of(configuration.confPath(value));
    }

    @Override
    public String toString() {
        return text.isConstant() && !text.source().startsWith(DATA) && !text.source().startsWith(STORE)
                ? configuration.confPath(text.source()).toString() : text.source();
    }
}
