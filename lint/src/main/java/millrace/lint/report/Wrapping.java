package millrace.lint.report;

import java.util.ArrayList;
import java.util.List;

/** Text in lines of a width. */
final class Wrapping {
    private Wrapping() {}

    /** Breaks at spaces; a word that is longer than the width gets a line of its own. */
    static List<String> lines(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** A label, and a text beside it that is broken into lines under its own beginning. */
    static String labelled(String indent, String label, String text, int width) {
        String hanging = " ".repeat(label.length());
        StringBuilder result = new StringBuilder();
        String before = label;
        for (String line : lines(text, Math.max(30, width - indent.length() - label.length()))) {
            result.append(indent).append(before).append(line).append('\n');
            before = hanging;
        }
        return result.toString();
    }
}
