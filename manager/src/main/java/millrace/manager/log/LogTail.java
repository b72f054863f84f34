package millrace.manager.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The last lines of a file, read from its end: a log of gigabytes takes no longer than a small one. Any thread; it waits. */
public final class LogTail {
    private static final int BLOCK_BYTES = 64 * 1024;

    /** A line may be endless: so much is shown of the end of a file at most. */
    private static final int MOST_BYTES = 16 << 20;

    private LogTail() {}

    /**
     * @param count lines at most; the last one counts even when it has no newline yet
     * @return what is not UTF-8 is U+FFFD
     * @throws IOException when the file is not there or cannot be read
     */
    public static List<String> last(Path file, int count) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return count <= 0 ? List.of() : lines(end(channel, count), count);
        }
    }

    /** The end of the file that has the lines, and maybe a few more. */
    private static ByteBuffer end(FileChannel channel, int count) throws IOException {
        long size = channel.size();
        long from = size;
        // Behind the last newline of all there may be nothing: one more than lines are asked for is enough.
        int newlines = 0;
        List<ByteBuffer> blocks = new ArrayList<>();
        while (from > 0 && newlines <= count && size - from < MOST_BYTES) {
            int length = (int) Math.min(BLOCK_BYTES, from);
            from -= length;
            ByteBuffer block = ByteBuffer.allocate(length);
            for (int got = 0; block.hasRemaining() && got >= 0; ) {
                got = channel.read(block, from + block.position());
            }
            blocks.addFirst(block.flip());
            newlines += Losses.newlines(block.array(), 0, block.limit());
        }
        ByteBuffer all = ByteBuffer.allocate((int) (size - from));
        blocks.forEach(all::put);
        return all.flip();
    }

    private static List<String> lines(ByteBuffer end, int count) {
        byte[] bytes = end.array();
        List<String> lines = new ArrayList<>();
        int behind = end.limit();
        while (behind > 0 && lines.size() < count) {
            int until = bytes[behind - 1] == '\n' ? behind - 1 : behind;
            int start = until;
            while (start > 0 && bytes[start - 1] != '\n') {
                start--;
            }
            lines.addFirst(new String(bytes, start, until - start, StandardCharsets.UTF_8));
            behind = start;
        }
        return lines;
    }
}
