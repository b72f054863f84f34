package millrace.gateway.visitor;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Context;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.variable.Template;
import millrace.http.codec.Output;

/**
 * Links that only who knows a secret can make. With {@code secure_link} and {@code secure_link_md5} the request carries a
 * hash, and perhaps the time until which it counts; with {@code secure_link_secret} the path does.
 */
final class SecureLinks implements Settings<SecureLinks> {
    static final SettingsKey<SecureLinks> KEY = SettingsKey.of(SecureLinks::new);

    private static final Context[] ALL = {Context.HTTP, Context.SERVER, Context.LOCATION};
    private static final int HEX_DIGITS = 32;

    /** Of Base64, with the signs that fill it up. */
    private static final int MOST_DIGITS = 24;

    private static final byte[] GOOD = {'1'};
    private static final byte[] EXPIRED = {'0'};

    private Template link;
    private Template hashed;
    private String secret;

    static void register(Registry registry) {
        registry.directive("secure_link", ALL)
                .since("0.7.18")
                .doc("Where the hash of a link is, and behind a comma the time at which it expires, in seconds since 1970. `$secure_link` "
                        + "is 1 if it is right, 0 if it was and is over, and else empty.")
                .template(KEY, (s, text) -> s.link = text);
        registry.directive("secure_link_md5", ALL)
                .since("0.7.18")
                .doc("The text whose MD5 hash, in Base64 for URLs, the link must have: with the path, the time and a secret.")
                .template(KEY, (s, text) -> s.hashed = text);
        registry.directive("secure_link_secret", Context.LOCATION)
                .since("0.7.18")
                .doc("A secret for paths `/prefix/hash/link`, whose hash is the MD5 of link and secret in hexadecimal digits. "
                        + "`$secure_link` is the link then, or empty.")
                .text(KEY, (s, word) -> s.secret = word);
        registry.variable("secure_link", (x, to) -> x.settings(KEY).write(x, to));
        registry.variable("secure_link_expires", (x, to) -> {
            String expires = x.settings(KEY).expires(x);
            if (expires == null) {
                return false;
            }
            to.put(Output.ascii(expires));
            return true;
        });
    }

    private boolean write(Exchange x, Output to) {
        if (secret != null) {
            return writeLink(x.uri().toString(), to);
        }
        if (link == null || hashed == null) {
            return false;
        }
        String expires = expires(x);
        if (expires != null && seconds(expires) <= 0 || !isRight(x)) {
            return false;
        }
        boolean over = expires != null && seconds(expires) < System.currentTimeMillis() / 1000;
        to.put(over ? EXPIRED : GOOD);
        return true;
    }

    /** What stands behind the comma, or {@code null}. */
    private String expires(Exchange x) {
        if (link == null || hashed == null) {
            return null;
        }
        String text = link.text(x);
        int comma = text.indexOf(',');
        return comma < 0 ? null : text.substring(comma + 1);
    }

    /** 0 when it is no time. */
    private static long seconds(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    private boolean isRight(Exchange x) {
        String text = link.text(x);
        int comma = text.indexOf(',');
        String given = comma < 0 ? text : text.substring(0, comma);
        int padding = given.indexOf('=');
        if (given.length() > MOST_DIGITS) {
            return false;
        }
        try {
            byte[] hash = Base64.getUrlDecoder().decode(padding < 0 ? given : given.substring(0, padding));
            return MessageDigest.isEqual(hash, md5(hashed.text(x)));
        } catch (IllegalArgumentException e) {
            return false; // Not Base64: nobody's hash.
        }
    }

    /** {@code /prefix/hash/link}. */
    private boolean writeLink(String path, Output to) {
        int prefixEnd = path.indexOf('/', 1);
        int hashEnd = prefixEnd + 1 + HEX_DIGITS;
        if (prefixEnd < 0 || hashEnd + 1 >= path.length() || path.charAt(hashEnd) != '/') {
            return false;
        }
        String rest = path.substring(hashEnd + 1);
        byte[] hash = Output.ascii(HexFormat.of().formatHex(md5(rest + secret)));
        byte[] given = Output.ascii(path.substring(prefixEnd + 1, hashEnd).toLowerCase(Locale.ROOT));
        if (!MessageDigest.isEqual(hash, given)) {
            return false;
        }
        to.put(Output.ascii(rest));
        return true;
    }

    private static byte[] md5(String text) {
        try {
            return MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }

    @Override
    public void inherit(SecureLinks outer) {
        throw new IllegalStateException("a mistake needs a place");
    }

    @Override
    public void inherit(SecureLinks outer, Scope scope) throws ConfigException {
        if (secret != null) {
            if (link != null || hashed != null) {
                throw scope.statement().error(
                        "\"secure_link_secret\" cannot be mixed with \"secure_link\" and \"secure_link_md5\"");
            }
            return;
        }
        boolean none = link == null && hashed == null;
        if (outer != null) {
            link = link != null ? link : outer.link;
            hashed = hashed != null ? hashed : outer.hashed;
            secret = none && link == null && hashed == null ? outer.secret : null;
        }
    }
}
