package millrace.manager.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IgnoredPathsTest {
    /** A text block of Java halves its backslashes. */
    private static final String TABLE = """
            node_modules        ; node_modules              ; true
            node_modules        ; node_modules/x/y.js       ; true
            node_modules        ; sub/node_modules/x        ; true
            node_modules        ; node_modules.js           ; false
            .*                  ; .git/HEAD                 ; true
            .*                  ; src/.env                  ; true
            .*                  ; src/a.js                  ; false
            *.log               ; a.log                     ; true
            *.log               ; sub/a.log                 ; true
            *.log               ; a.logs                    ; false
            ./logs              ; logs/a                    ; true
            ./logs              ; sub/logs/a                ; false
            logs/               ; logs                      ; true
            logs/               ; logs/a                    ; true
            logs/*              ; logs/a                    ; true
            logs/*              ; logs/a/b                  ; false
            ./*.tmp             ; a.tmp                     ; true
            ./*.tmp             ; sub/a.tmp                 ; false
            **/node_modules     ; sub/node_modules          ; true
            **/node_modules     ; node_modules              ; true
            **/node_modules/**  ; sub/node_modules          ; true
            **/node_modules/**  ; sub/node_modules/a/.b     ; true
            dist/**             ; dist                      ; true
            dist/**             ; dist/a/b                  ; true
            dist/**             ; distant                   ; false
            src/**/*.js         ; src/a.js                  ; true
            src/**/*.js         ; src/a/b/c.js              ; true
            src/**/*.js         ; src/a/b/c.ts              ; false
            src/**/*.js         ; lib/src/a.js              ; false
            {a,b}               ; b                         ; true
            {a,b}               ; c                         ; false
            *.{log,txt}         ; x.txt                     ; true
            +(a|b)              ; aab                       ; true
            @(a|b)c             ; bc                        ; true
            @(a|b)c             ; abc                       ; false
            ?(a)b               ; b                         ; true
            *(a)b               ; aab                       ; true
            !(src)              ; lib                       ; true
            !(src)              ; src                       ; false
            a?c                 ; abc                       ; true
            a?c                 ; a/c                       ; false
            [a-c]x              ; bx                        ; true
            [!a-c]x             ; bx                        ; false
            [!a-c]x             ; dx                        ; true
            a.b                 ; acb                       ; false
            ../app/x            ; x                         ; true
            ../app/*.x          ; a.x                       ; true
            [\\/\\\\]\\.        ; .git/HEAD                 ; true
            [\\/\\\\]\\.        ; src/.git/x                ; true
            [\\/\\\\]\\.        ; src/a.js                  ; false
            \\.tmp$             ; src/a.tmp                 ; true
            \\.tmp$             ; src/a.tmp.js              ; false
            /\\.TMP$/i          ; a.tmp                     ; true
            /\\.TMP$/           ; a.tmp                     ; false
            /uploads/           ; public/uploads/x          ; true
            /srv/.apps/app/x/   ; x/y                       ; true
            """;

    private static final Path APP = Path.of("/srv/.apps/app");

    private static boolean ignores(String pattern, String path) {
        return new IgnoredPaths(APP, List.of(APP), List.of(pattern)).test(Path.of(path));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = TABLE)
    void ignores(String pattern, String path, boolean expected) {
        assertEquals(expected, ignores(pattern, APP + "/" + path), pattern + " and " + path);
    }

    @Test
    void whatIsOutsideOfTheAppCountsFromWhereItIsWatched() {
        IgnoredPaths ignored = new IgnoredPaths(APP, List.of(Path.of("/opt/.shared")), List.of(".*"));
        assertTrue(ignored.test(Path.of("/opt/.shared/.git/x")));
        assertEquals(false, ignored.test(Path.of("/opt/.shared/lib/x")));
    }

    @Test
    void bracketsOfTheFoldersOwnNameMeanNothing() {
        Path folder = Path.of("/srv/app [old] (1)");
        IgnoredPaths ignored = new IgnoredPaths(folder, List.of(folder), List.of("tmp/*.x", "./y"));
        assertTrue(ignored.test(folder.resolve("tmp/a.x")));
        assertTrue(ignored.test(folder.resolve("y/z")));
    }

    @Test
    void aPatternThatIsNoneIsNamed() {
        for (String pattern : List.of("[a", "{a", "a}", "(\\", "/(a$/")) {
            String message = assertThrows(IllegalArgumentException.class, () -> ignores(pattern, "/x")).getMessage();
            assertTrue(message.contains("\""), message);
        }
    }

    @Test
    void whateverIsGivenIsAPatternOrRefusedWithReason() {
        Random random = new Random(5);
        String letters = "ab./*?[]{}()!@+|,\\^$-";
        for (int i = 0; i < 10_000; i++) {
            StringBuilder pattern = new StringBuilder();
            int length = 1 + random.nextInt(8);
            for (int c = 0; c < length; c++) {
                pattern.append(letters.charAt(random.nextInt(letters.length())));
            }
            try {
                ignores(pattern.toString(), APP + "/a/b.a");
            } catch (IllegalArgumentException e) {
                assertTrue(e.getMessage().contains("\""), pattern + ": " + e);
            }
        }
    }
}
