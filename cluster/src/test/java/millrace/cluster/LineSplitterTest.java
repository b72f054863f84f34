package millrace.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
    private final List<String> lines = new ArrayList<>();
    private final LineSplitter splitter = new LineSplitter((buffer, offset, length, endsLine) -> lines.add(
            new String(buffer, offset, length, UTF_8) + (endsLine ? "" : "…")));

    private void feed(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        splitter.feed(bytes, 0, bytes.length);
    }

    @Test
    void everyNewlineEndsALine() {
        feed("one\n\ntwo\nthr");
        assertEquals(List.of("one", "", "two"), lines);
        feed("ee\n");
        assertEquals(List.of("one", "", "two", "three"), lines);
    }

    @Test
    void theLastLineNeedsNoNewline() {
        feed("tail");
        splitter.end();
        splitter.end();
        assertEquals(List.of("tail"), lines);
    }

    @Test
    void nothingAtTheEndIsNoLine() {
        feed("one\n");
        splitter.end();
        assertEquals(List.of("one"), lines);
    }

    @Test
    void wholeLinesComeInOneBlock() {
        List<String> blocks = new ArrayList<>();
        LineSplitter inBlocks = new LineSplitter(new LineSplitter.Sink() {
            @Override
            public void line(byte[] buffer, int offset, int length, boolean endsLine) {
                blocks.add("line " + new String(buffer, offset, length, UTF_8));
            }

            @Override
            public void lines(byte[] buffer, int offset, int length) {
                blocks.add("lines " + new String(buffer, offset, length, UTF_8));
            }
        });
        for (String part : List.of("one\ntwo\nth", "ree\nfour\n", "\nfi", "ve")) {
            inBlocks.feed(part.getBytes(UTF_8), 0, part.length());
        }
        inBlocks.end();
        assertEquals(List.of("lines one\ntwo\n", "line three", "lines four\n", "lines \n", "line five"), blocks);
    }

    @Test
    void cutAtEveryByteTheLinesAreTheSame() {
        byte[] text = "größer €\n\n🐎 läuft\r\n  x\n".getBytes(UTF_8);
        for (int cut = 0; cut <= text.length; cut++) {
            lines.clear();
            splitter.feed(text, 0, cut);
            splitter.feed(text, cut, text.length - cut);
            assertEquals(List.of("größer €", "", "🐎 läuft\r", "  x"), lines, "cut at " + cut);
        }
    }

    @Test
    void bytesThatAreNotUtf8PassAsTheyAre() {
        byte[] bytes = {(byte) 0xff, (byte) 0xc3, '\n', (byte) 0x80, 'a', '\n'};
        List<String> hex = new ArrayList<>();
        LineSplitter raw = new LineSplitter((buffer, offset, length, endsLine) ->
                hex.add(HexFormat.of().formatHex(buffer, offset, offset + length)));
        for (byte b : bytes) {
            raw.feed(new byte[] {b}, 0, 1);
        }
        assertEquals(List.of("ffc3", "8061"), hex);
    }

    @Test
    void aLineThatIsTooLongComesInPiecesOfWholeCharacters() {
        for (int shift = 0; shift < 4; shift++) {
            lines.clear();
            String line = "x".repeat(shift) + "🐎".repeat(LineSplitter.LONGEST);
            feed(line + "\nnext\n");
            assertEquals("next", lines.removeLast());
            assertTrue(lines.size() >= 4);
            assertTrue(lines.stream().allMatch(piece -> piece.getBytes(UTF_8).length <= LineSplitter.LONGEST + 3));
            assertTrue(lines.subList(0, lines.size() - 1).stream().allMatch(piece -> piece.endsWith("…")));
            assertEquals(line, String.join("", lines).replace("…", ""));
        }
    }

    @Test
    void anOverlongLineOfBytesThatAreNotUtf8ComesWhole() {
        byte[] bytes = new byte[3 * LineSplitter.LONGEST];
        Arrays.fill(bytes, (byte) 0x80);
        int[] total = new int[1];
        LineSplitter raw = new LineSplitter((buffer, offset, length, endsLine) -> total[0] += length);
        for (int at = 0; at < bytes.length; at += 1000) {
            raw.feed(bytes, at, Math.min(1000, bytes.length - at));
        }
        raw.end();
        assertEquals(bytes.length, total[0]);
    }

    @Test
    void anOverlongLineThatEndsWithTheStreamIsEnded() {
        feed("x".repeat(LineSplitter.LONGEST + 1));
        splitter.end();
        assertEquals(2, lines.size());
        assertEquals("x", lines.getLast());
    }
}
