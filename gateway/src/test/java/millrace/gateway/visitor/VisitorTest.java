package millrace.gateway.visitor;

import static millrace.gateway.content.ServedFolder.body;
import static millrace.gateway.content.ServedFolder.field;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import millrace.gateway.config.ConfigException;
import millrace.gateway.server.TestGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class VisitorTest {
    @TempDir
    Path folder;

    private String answer(String lines, String path, String fields) throws Exception {
        try (TestGateway gateway = TestGateway.start(folder, lines, "")) {
            return gateway.get(path, fields);
        }
    }

    private boolean isInvalid(String allowed, String referer) throws Exception {
        String lines = "server_name www.own.org ~^host\\d$; valid_referers " + allowed + "; return 200 <$invalid_referer>;";
        return body(answer(lines, "/", referer == null ? "" : "Referer: " + referer + "\r\n")).equals("<1>");
    }

    @Test
    void aRefererIsValidWhenAnyOfTheListSaysSo() throws Exception {
        assertTrue(isInvalid("a.org", null) && !isInvalid("none a.org", null));
        assertTrue(isInvalid("a.org", "----") && !isInvalid("blocked a.org", "----"));
        assertTrue(!isInvalid("www.a.org", "https://WWW.a.org:81/x") && isInvalid("www.a.org", "http://www.a.org.evil.net/"));
        assertTrue(!isInvalid("*.a.org", "http://x.y.a.org") && isInvalid("*.a.org", "http://a.org/zzz"));
        assertTrue(!isInvalid("www.a.org/in", "http://www.a.org/inside") && isInvalid("www.a.org/in", "http://www.a.org/out"));
        assertTrue(!isInvalid("server_names", "http://host7/xxxx") && !isInvalid("server_names", "http://www.own.org"));
        assertTrue(!isInvalid("~\\.a\\.org/x", "http://www.A.org/x") && isInvalid("~^a\\.org", "http://www.a.org"));
        assertTrue(isInvalid("~.", "http://" + "a".repeat(257)));
        assertThrows(ConfigException.class, () -> isInvalid("http://www.a.org", null));
    }

    private static byte[] md5(String text) throws Exception {
        return MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void linksAreGoodUntilTheirTimeForWhoKnowsTheSecret() throws Exception {
        String lines = "location / { secure_link $arg_h,$arg_e; secure_link_md5 secret$uri$arg_e; "
                + "return 200 \"<$secure_link>$secure_link_expires\"; }";
        String later = "4000000000";
        String hash = Base64.getUrlEncoder().withoutPadding().encodeToString(md5("secret/a" + later));
        assertEquals("<1>" + later, body(answer(lines, "/a?e=" + later + "&h=" + hash, "")));
        assertEquals("<1>" + later, body(answer(lines, "/a?e=" + later + "&h=" + hash + "==", "")));
        assertEquals("<>" + later, body(answer(lines, "/b?e=" + later + "&h=" + hash, "")));
        assertEquals("<>4000000001", body(answer(lines, "/a?e=4000000001&h=" + hash, "")));
        String before = Base64.getUrlEncoder().encodeToString(md5("secret/a1000000000"));
        assertEquals("<0>1000000000", body(answer(lines, "/a?e=1000000000&h=" + before, "")));
        assertEquals("<>x", body(answer(lines, "/a?e=x&h=!", "")));
    }

    @Test
    void aPathCanCarryTheHashOfWhatFollows() throws Exception {
        String lines = "location /p/ { secure_link_secret word; return 200 <$secure_link>; }";
        String hash = HexFormat.of().formatHex(md5("a/linkword"));
        assertEquals("<a/link>", body(answer(lines, "/p/" + hash + "/a/link", "")));
        assertEquals("<>", body(answer(lines, "/p/" + hash + "/a/lin", "")));
        assertEquals("<>", body(answer(lines, "/p/" + hash, "")));
        assertThrows(ConfigException.class,
                () -> answer("location / { secure_link_secret a; secure_link b; }", "/", ""));
    }

    @Test
    void visitorsGetANumberOnceAndKeepIt() throws Exception {
        String lines = "userid on; userid_domain d.org; userid_path /p; userid_expires max; userid_flags httponly secure; "
                + "userid_p3p x; return 200 \"$uid_got|$uid_set\";";
        String first = answer(lines, "/", "");
        String cookie = field(first, "Set-Cookie");
        assertTrue(cookie.matches("uid=[\\w+/]{22}==; expires=Thu, 31-Dec-37 23:55:55 GMT; domain=d.org; path=/p; secure; httponly"),
                cookie);
        assertEquals("x", field(first, "P3P"));
        assertTrue(body(first).matches("\\|uid=[0-9A-F]{32}"), first);
        String second = answer(lines, "/", "Cookie: a=b; " + cookie.substring(0, 28) + "\r\n");
        assertEquals("", field(second, "Set-Cookie"));
        assertEquals(body(first).substring(1) + "|", body(second));
        assertNotEquals(cookie, field(answer(lines, "/", "Cookie: uid=short\r\n"), "Set-Cookie"));
        String marked = field(answer(lines + "userid_mark Z;", "/", "Cookie: " + cookie.substring(0, 28) + "\r\n"), "Set-Cookie");
        assertEquals(cookie.substring(0, 26) + "Z=", marked.substring(0, 28));
        String reset = answer("set $uid_reset 1;" + lines, "/", "Cookie: " + cookie.substring(0, 28) + "\r\n");
        assertNotEquals(cookie.substring(0, 28), field(reset, "Set-Cookie").substring(0, 28));
        assertEquals("", field(answer("userid log; return 200;", "/", ""), "Set-Cookie"));
    }

    private String age(String agent) throws Exception {
        String lines = "modern_browser msie 5.5; modern_browser gecko 1.0.0; modern_browser opera 9.0; modern_browser safari 413; "
                + "modern_browser unlisted; ancient_browser Links netscape4; ancient_browser_value old; modern_browser_value new; "
                + "return 200 $ancient_browser$modern_browser$msie;";
        return body(answer(lines, "/", agent == null ? "" : "User-Agent: " + agent + "\r\n"));
    }

    @Test
    void browsersAreOldOrNewByTheirVersion() throws Exception {
        assertEquals("new1", age("Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)"));
        assertEquals("old1", age("Mozilla/4.0 (compatible; MSIE 5.01; Windows NT 5.0)"));
        assertEquals("new", age("Mozilla/4.0 (compatible; MSIE 6.0; X11) Opera 9.50  [en]"));
        assertEquals("old", age("Opera/7.50 (X11; FreeBSD i386; U)  [en]"));
        assertEquals("new", age("Mozilla/5.0 (X11; U; en-US; rv:1.7.8) Gecko/20050511"));
        assertEquals("old", age("Mozilla/5.0 (X11; U; en-US; rv:0.9.8) Gecko/20020204"));
        assertEquals("new", age("Mozilla/5.0 (Macintosh) AppleWebKit/537.36 (KHTML, like Gecko) Safari/537.36"));
        assertEquals("new", age("Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko"));
        assertEquals("old", age("Mozilla/4.61 [en] (X11; U; )"));
        assertEquals("old", age("Links (2.1pre17; Linux)"));
        assertEquals("new", age("curl/8.0"));
        assertEquals("new", age(null));
    }
}
