package millrace.lint.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import millrace.lint.source.Facts;
import millrace.lint.source.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockingCallsTest {
    private final BlockingCalls calls = BlockingCalls.known();

    private static Facts.Use use(String owners, String member, int arguments, boolean callback) {
        return new Facts.Use(1, List.of(owners.split(" ")), member, arguments, callback, member, new Place("a", 1, 1));
    }

    private String counterpart(String owners, String member, int arguments, boolean callback) {
        return calls.advice(use(owners, member, arguments, callback)).map(BlockingCalls.Advice::counterpart).orElse("-");
    }

    @ParameterizedTest
    @CsvSource({
        "fs, readFileSync, 1, false, fs.promises.readFile",
        "fs, readFile, 2, true, -",
        "fs, outputJsonSync, 1, false, 'the same name without Sync, which gives a promise'",
        "crypto, randomBytes, 2, true, -",
        "crypto, randomBytes, 1, false, crypto.randomBytes with a callback",
        "sqlite, DatabaseSync.().prepare.().all, 0, false, a worker thread (worker_threads) that owns the database",
        "java.nio.file.Files, readAttributes, 2, false, AsyncFiles.stat",
        "java.nio.file.Files, readString, 1, false, 'AsyncFiles.read, or open for a stream'",
        "java.util.concurrent.locks.ReentrantLock java.util.concurrent.locks.Lock, tryLock, 0, false, -",
        "java.util.concurrent.locks.ReentrantLock java.util.concurrent.locks.Lock, tryLock, 2, false, "
                + "'tryLock(), or keep the state on one loop'",
        "java.util.concurrent.CompletableFuture java.util.concurrent.Future, get, 0, false, thenAccept",
        "java.util.concurrent.CompletableFuture java.util.concurrent.Future, getNow, 1, false, -",
        "java.io.ByteArrayInputStream java.io.InputStream, read, 0, false, -",
        "java.net.Socket, new, 0, false, -",
        "com.example.Files, readString, 1, false, -"
    })
    void theMostSpecificLineSaysWhetherACallBlocks(
            String owners, String member, int arguments, boolean callback, String expected) {
        assertEquals(expected, counterpart(owners, member, arguments, callback));
    }

    @Test
    void whatIsDoneInMicrosecondsIsToldFromTheRest() {
        assertEquals(Optional.of(true), calls.advice(use("crypto", "randomBytes", 1, false)).map(BlockingCalls.Advice::brief));
        assertEquals(Optional.of(false), calls.advice(use("crypto", "scryptSync", 3, false)).map(BlockingCalls.Advice::brief));
    }

    @Test
    void aLineWithoutACounterpartIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> calls.add("fs readFileSync"));
    }
}
