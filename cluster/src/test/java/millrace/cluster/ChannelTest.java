package millrace.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import millrace.os.Descriptor;
import millrace.os.DescriptorPassing;
import millrace.os.Errno;
import millrace.os.OsException;
import millrace.os.Pipe;
import millrace.os.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A channel on a loop; the test is the other end, with bare system calls. */
class ChannelTest {
    private static final String CLOSED = "<closed>";
    private static final String TOO_LONG = "<too long>";

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final DescriptorPassing passing = new DescriptorPassing(4096);
    private EventLoop loop;
    private Channel channel;
    private int other;

    @BeforeEach
    void open() throws OsException {
        int[] ends = new int[2];
        OsException.check(Socket.pair(ends), "open a channel");
        other = ends[1];
        loop = EventLoop.open("channel", PollerKind.EPOLL);
        loop.start();
        RunningApp.get(loop.submit(() -> {
            channel = new Channel(loop, ends[0], passing, true, new Recorder());
            channel.open();
            return null;
        }));
    }

    @AfterEach
    void close() {
        if (other >= 0) {
            Descriptor.close(other);
        }
        loop.close();
    }

    /** Puts down lines; of one that begins with {@code fd}, what comes out of the pipe beside it. */
    private final class Recorder implements Channel.Receiver {
        @Override
        public void line(byte[] buffer, int offset, int length) {
            String line = new String(buffer, offset, length, UTF_8);
            if (line.equals("for ever")) {
                // Each brings about the next.
                write("for ever\n");
                return;
            }
            received.add(line.startsWith("fd") ? line + " " + readPipe(channel.takeDescriptor()) : line);
        }

        @Override
        public void lineTooLong() {
            received.add(TOO_LONG);
        }

        @Override
        public void channelWritable() {
            received.add("<writable>");
        }

        @Override
        public void channelClosed(OsException cause) {
            received.add(CLOSED);
        }
    }

    private static String readPipe(int fd) {
        byte[] bytes = new byte[16];
        int length = Descriptor.read(fd, MemorySegment.ofArray(bytes), bytes.length);
        Descriptor.close(fd);
        return new String(bytes, 0, Math.max(0, length), UTF_8);
    }

    private String next() throws InterruptedException {
        String line = received.poll(60, TimeUnit.SECONDS);
        assertTrue(line != null, "nothing was received");
        return line;
    }

    private void write(byte[] bytes, int from, int to) {
        MemorySegment segment = MemorySegment.ofArray(bytes);
        while (from < to) {
            int result = Socket.send(other, segment.asSlice(from, to - from), to - from);
            if (!Errno.EAGAIN.is(result)) {
                assertTrue(result > 0, "send: " + result);
                from += result;
            } else {
                Thread.onSpinWait();
            }
        }
    }

    private void write(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        write(bytes, 0, bytes.length);
    }

    /** Writable and yet refusing: asking the poller would be asked back at once, for ever. */
    @Test
    void aPeerThatHasEndedReadingDoesNotMakeTheLoopSpin() throws Exception {
        Socket.shutdown(other, Socket.SHUT_RD);
        RunningApp.get(loop.submit(() -> channel.send("nobody reads this\n".getBytes(UTF_8))));
        long before = RunningApp.get(loop.submit(loop::turns));
        CompletableFuture<Void> later = new CompletableFuture<>();
        RunningApp.get(loop.submit(() -> loop.schedule(() -> later.complete(null), 100, TimeUnit.MILLISECONDS)));
        RunningApp.get(later);
        long turns = RunningApp.get(loop.submit(loop::turns)) - before;
        assertTrue(turns < 100, turns + " turns in which nothing could be sent");
    }

    @Test
    void cutAtEveryByteTheLinesAreTheSame() throws InterruptedException {
        byte[] text = "{\"a\":\"€\"}\n\n{}\n🐎\n".getBytes(UTF_8);
        for (int cut = 0; cut <= text.length; cut++) {
            write(text, 0, cut);
            write(text, cut, text.length);
            assertEquals("{\"a\":\"€\"}", next(), "cut at " + cut);
            assertEquals("{}", next(), "cut at " + cut);
            assertEquals("🐎", next(), "cut at " + cut);
        }
        assertTrue(received.isEmpty());
    }

    @Test
    void linesOfAnyLengthInAnyPiecesArriveWhole() throws InterruptedException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> lines = new ArrayList<>();
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            String line = Integer.toString(i).repeat(1 + random.nextInt(i % 50 == 0 ? 100_000 : 200));
            lines.add(line);
            all.append(line).append('\n');
        }
        byte[] bytes = all.toString().getBytes(UTF_8);
        Thread writer = Thread.ofVirtual().start(() -> {
            for (int at = 0; at < bytes.length; ) {
                int to = Math.min(bytes.length, at + 1 + random.nextInt(5000));
                write(bytes, at, to);
                at = to;
            }
        });
        for (String line : lines) {
            assertEquals(line, next(), "seed " + seed);
        }
        writer.join();
    }

    @Test
    void aLineWithoutEndIsDroppedAndWhatFollowsArrives() throws InterruptedException {
        byte[] endless = new byte[Channel.LONGEST_LINE + 100_000];
        java.util.Arrays.fill(endless, (byte) 'x');
        write(endless, 0, endless.length);
        write("\nnext\n");
        assertEquals(TOO_LONG, next());
        assertEquals("next", next());
    }

    @Test
    void everyDescriptorBelongsToItsLine() throws Exception {
        for (int i = 0; i < 200; i++) {
            Pipe pipe = Pipe.open();
            byte[] mark = ("#" + i).getBytes(UTF_8);
            Descriptor.write(pipe.writeEnd(), MemorySegment.ofArray(mark), mark.length);
            write("plain " + i + "\n");
            byte[] line = ("fd " + i + "\n").getBytes(UTF_8);
            try (DescriptorPassing own = new DescriptorPassing(64)) {
                assertEquals(line.length, own.send(other, line, 0, line.length, pipe.readEnd()));
            }
            pipe.close();
            assertEquals("plain " + i, next());
            assertEquals("fd " + i + " #" + i, next());
        }
    }

    @Test
    void whoDoesNotReadDoesNotFillOurMemoryAndLosesNothingThatWasTaken() throws InterruptedException {
        byte[] line = ("x".repeat(99_999) + "\n").getBytes(UTF_8);
        int taken = RunningApp.get(loop.submit(() -> {
            int count = 0;
            while (channel.send(line)) {
                count++;
            }
            return count;
        }));
        assertTrue((long) taken * line.length >= Outgoing.MOST_QUEUED - line.length);
        assertTrue((long) taken * line.length <= Outgoing.MOST_QUEUED + (4 << 20));
        byte[] buffer = new byte[1 << 16];
        long total = 0;
        while (total < (long) taken * line.length) {
            int result = Socket.receive(other, MemorySegment.ofArray(buffer), buffer.length);
            if (Errno.EAGAIN.is(result)) {
                Thread.onSpinWait();
            } else {
                assertTrue(result > 0, "receive: " + result);
                total += result;
            }
        }
        assertEquals("<writable>", next());
        assertTrue(RunningApp.get(loop.submit(() -> channel.send(line))));
    }

    @Test
    void theEndIsToldOnceAfterAllThatWasSaidBefore() throws InterruptedException {
        write("last\nunfinished");
        Descriptor.close(other);
        other = -1;
        assertEquals("last", next());
        assertEquals(CLOSED, next());
        RunningApp.get(loop.submit(() -> {
            channel.end(null);
            return null;
        }));
        assertNull(received.poll());
    }

    @Test
    void aDescriptorThatNobodyTakesIsClosedWithTheChannel() throws Exception {
        Pipe pipe = Pipe.open();
        byte[] line = "no line yet".getBytes(UTF_8);
        passing.send(other, line, 0, line.length, pipe.writeEnd());
        Descriptor.close(pipe.writeEnd());
        Descriptor.close(other);
        other = -1;
        assertEquals(CLOSED, next());
        // Only when no copy of the other end is left does reading tell the end.
        assertEquals(0, Descriptor.read(pipe.readEnd(), MemorySegment.ofArray(new byte[1]), 1));
        assertNotEquals(-1, Descriptor.close(pipe.readEnd()));
    }

    @Test
    void drainingEndsThoughSomebodyElseSendsForEver() throws InterruptedException {
        RunningApp.get(loop.submit(() -> {
            write("for ever\n");
            channel.drain();
            channel.end(null);
            return null;
        }));
        assertEquals(CLOSED, next());
    }
}
