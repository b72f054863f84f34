package millrace.os;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** What can be said to a context in OpenSSL's own words, and parameters of the exchange of keys from files. */
public final class SslRules {
    /** {@code SSL_OP_ALLOW_CLIENT_RENEGOTIATION}. */
    private static final long CLIENT_RENEGOTIATION = 1L << 8;

    /** As in files, for both ends, with certificates, and with errors that say something. */
    private static final int FLAGS = 0x2 | 0x4 | 0x8 | 0x10 | 0x20;

    private static final int TYPE_FILE = 2;
    private static final int TYPE_FOLDER = 3;

    private static final Call NEW = OpenSsl.call("SSL_CONF_CTX_new");
    private static final Call FREE = OpenSsl.call("SSL_CONF_CTX_free");
    private static final Call SET_FLAGS = OpenSsl.call("SSL_CONF_CTX_set_flags");
    private static final Call SET_CONTEXT = OpenSsl.call("SSL_CONF_CTX_set_ssl_ctx");
    private static final Call VALUE_TYPE = OpenSsl.call("SSL_CONF_cmd_value_type");
    private static final Call COMMAND = OpenSsl.call("SSL_CONF_cmd");
    private static final Call FINISH = OpenSsl.call("SSL_CONF_CTX_finish");
    private static final Call CLEAR_OPTIONS = OpenSsl.call("SSL_CTX_clear_options");
    private static final Call READ = OpenSsl.call("PEM_read_bio_Parameters");
    private static final Call FREE_KEY = OpenSsl.call("EVP_PKEY_free");
    private static final Call USE = OpenSsl.call("SSL_CTX_set0_tmp_dh_pkey");

    private SslRules() {}

    /**
     * A command of {@code SSL_CONF_cmd(3ssl)}.
     *
     * @param path where a file is that the value names
     */
    public static void command(SslContext context, String name, String value, UnaryOperator<String> path) throws SslException {
        OpenSsl.clearErrors();
        long conf = NEW.call(0, 0, 0, 0, 0, 0);
        SslContext.check(conf != 0, "SSL_CONF_CTX_new() failed");
        try (Arena arena = Arena.ofConfined()) {
            SET_FLAGS.callInt(conf, FLAGS);
            SET_CONTEXT.call(conf, context.address(), 0, 0, 0, 0);
            long key = CStrings.string(arena, name).address();
            int type = VALUE_TYPE.callInt(conf, key);
            String full = type == TYPE_FILE || type == TYPE_FOLDER ? path.apply(value) : value;
            int done = COMMAND.callInt(conf, key, CStrings.string(arena, full).address());
            SslContext.check(done > 0, "SSL_CONF_cmd(\"" + name + "\", \"" + full + "\") failed");
            SslContext.check(FINISH.callInt(conf) == 1, "SSL_CONF_finish() failed");
        } finally {
            FREE.call(conf, 0, 0, 0, 0, 0);
        }
        // Of a connection that begins anew in the midst, nothing here is prepared to be asked.
        CLEAR_OPTIONS.call(context.address(), CLIENT_RENEGOTIATION, 0, 0, 0, 0);
        context.options(SslContext.NO_RENEGOTIATION);
    }

    /** The parameters that keys are exchanged with by DHE in TLS 1.2 and below; without any, that is not done. */
    public static void exchange(SslContext context, Path file) throws SslException {
        SslSource.of(file).with("", bio -> {
            long parameters = READ.call(bio, 0, 0, 0, 0, 0);
            SslContext.check(parameters != 0, "PEM_read_bio_Parameters(\"" + file + "\") failed");
            if (USE.callInt(context.address(), parameters) != 1) {
                FREE_KEY.call(parameters, 0, 0, 0, 0, 0);
                SslContext.check(false, "SSL_CTX_set0_tmp_dh_pkey(\"" + file + "\") failed");
            }
            return parameters;
        });
        context.reachable();
    }
}
