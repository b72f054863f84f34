package millrace.gateway.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import millrace.gateway.server.Certificates;
import millrace.os.SslCertificates;
import millrace.os.SslException;
import millrace.os.SslKey;
import millrace.os.SslSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CertificateCacheTest {
    @TempDir
    Path folder;

    private Certificates made;
    private long now = 1;
    private final CertificateCache cache = new CertificateCache(2, 10, 60, () -> now);

    @BeforeEach
    void make() throws Exception {
        made = Certificates.in(folder, "one", "two", "three");
    }

    private Wanted<SslCertificates> certificate(String name) {
        return Wanted.certificates(SslSource.of(folder.resolve(name + ".crt")));
    }

    private void pass(long seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }

    private void replace(String name, String by) throws Exception {
        Path copy = Files.copy(folder.resolve(by + ".crt"), folder.resolve("new"));
        Files.move(copy, folder.resolve(name + ".crt"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void aFileIsReadOnceAndLookedAtAgainWhenItsTimeIsOver() throws Exception {
        CertificateCache lasting = new CertificateCache(2, 1000, 60, () -> now);
        SslCertificates first = lasting.get(certificate("one"));
        replace("one", "two");
        pass(60);
        assertSame(first, lasting.get(certificate("one")));
        pass(1);
        SslCertificates second = lasting.get(certificate("one"));
        assertNotSame(first, second);
        pass(61);
        assertSame(second, lasting.get(certificate("one")), "nothing has changed");
        Files.delete(folder.resolve("one.crt"));
        pass(61);
        assertThrows(SslException.class, () -> lasting.get(certificate("one")));
        assertEquals(0, lasting.count());
    }

    @Test
    void whoWasUsedLongestAgoGoesFirstAndWhoIsNotUsedGoesByItself() throws Exception {
        SslCertificates one = cache.get(certificate("one"));
        SslCertificates two = cache.get(certificate("two"));
        assertSame(one, cache.get(certificate("one")));
        cache.get(certificate("three"));
        assertEquals(2, cache.count());
        assertSame(one, cache.get(certificate("one")));
        assertNotSame(two, cache.get(certificate("two")));
        pass(11);
        cache.get(certificate("three"));
        assertEquals(1, cache.count());
    }

    @Test
    void aKeyThatTakesAPasswordIsForThoseWhoKnowIt() throws Exception {
        made.run("openssl", "pkey", "-in", "one.key", "-aes128", "-passout", "pass:secret", "-out", "secret.key");
        SslSource secret = SslSource.of(folder.resolve("secret.key"));
        assertTrue(cache.get(Wanted.key(secret, List.of("wrong", "secret"))).isEncrypted());
        assertEquals(0, cache.count());
        SslException refused = assertThrows(SslException.class, () -> cache.get(Wanted.key(secret, List.of())));
        assertTrue(refused.getMessage().startsWith("cannot load certificate key \"" + secret.name() + "\": PEM_read_bio_PrivateKey"),
                refused.getMessage());
        SslSource open = SslSource.of(folder.resolve("one.key"));
        SslKey key = cache.get(Wanted.key(open, List.of("secret")));
        assertSame(key, cache.get(Wanted.key(open, List.of())), "whoever asks");
    }

    @Test
    void textItselfIsReadOnce() throws Exception {
        SslSource text = SslSource.ofText("data", Files.readString(folder.resolve("one.crt")));
        SslCertificates first = cache.get(Wanted.certificates(text));
        assertSame(first, cache.get(Wanted.certificates(text)));
        assertEquals(1, first.encoded().size());
        assertThrows(SslException.class, () -> cache.get(Wanted.certificates(SslSource.ofText("data", "nonsense"))));
    }
}
