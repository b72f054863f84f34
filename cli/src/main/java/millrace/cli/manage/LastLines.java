package millrace.cli.manage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The end of a file, read from behind: a log of gigabytes takes no longer than a small one. */
final class LastLines {
    private static final int BLOCK = 64 * 1024;
    /** A line may be endless; so much of the end is shown at most. */
    private static final int MOST_BYTES = 16 << 20;

    private LastLines() {}

    static List<String> of(Path file, int count) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            long from = size;
            int newlines = 0;
            ByteBuffer block = ByteBuffer.allocate(BLOCK);
            // One newline more than lines, since the last line ends in one.
            while (from > 0 && newlines <= count && size - from < MOST_BYTES) {
                from = Math.max(0, from - BLOCK);
                read(channel, block.clear(), from);
                for (int i = 0; i < block.limit(); i++) {
                    newlines += block.get(i) == '\n' ? 1 : 0;
                }
            }
            ByteBuffer end = ByteBuffer.allocate((int) (size - from));
            read(channel, end, from);
            List<String> lines = new ArrayList<>(
                    new String(end.array(), 0, end.limit(), StandardCharsets.UTF_8).lines().toList());
            return lines.subList(Math.max(0, lines.size() - count), lines.size());
        }
    }

    private static void read(FileChannel channel, ByteBuffer into, long from) throws IOException {
        long at = from;
        while (into.hasRemaining()) {
            int count = channel.read(into, at);
            if (count < 0) {
                break;
            }
            at += count;
        }
        into.flip();
    }
}
