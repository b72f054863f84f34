package millrace.bench.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Rows of a CSV file, of which each iteration draws one. Immutable.
 *
 * @param random whether by chance; else the rows take turns over all users, and begin again at the end
 */
record DataSet(String name, List<String> columns, List<String[]> rows, boolean random) {
    String[] draw(long iteration, RandomGenerator chance) {
        return rows.get(random ? chance.nextInt(rows.size()) : (int) (iteration % rows.size()));
    }

    /**
     * Takes a CSV file apart: its first line names the columns. Source: RFC 4180.
     *
     * @param file for messages
     * @throws ScenarioException a row has another number of fields than the first, or a quote has no end
     */
    static DataSet parse(String name, String text, String file, boolean random) {
        List<String[]> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        int line = 1;
        int at = text.startsWith("\ufeff") ? 1 : 0;
        while (at < text.length()) {
            int began = line;
            StringBuilder field = new StringBuilder();
            int end = text.charAt(at) == '"' ? quoted(text, at, field, new Place(file, line, 1)) : plain(text, at, field);
            line += (int) text.substring(at, end).chars().filter(c -> c == '\n').count();
            row.add(field.toString());
            boolean over = end == text.length() || text.charAt(end) != ',';
            if (over) {
                end = skipLineEnd(text, end, new Place(file, line, 1));
                line++;
                add(row, rows, new Place(file, began, 1));
                row.clear();
            } else {
                end++;
                if (end == text.length()) {
                    row.add("");
                    add(row, rows, new Place(file, began, 1));
                }
            }
            at = end;
        }
        if (rows.size() < 2) {
            throw new Place(file, 1, 1).wrong("a line with the columns' names is expected, and rows below it");
        }
        return new DataSet(name, List.of(rows.getFirst()), List.copyOf(rows.subList(1, rows.size())), random);
    }

    private static void add(List<String> row, List<String[]> rows, Place at) {
        if (row.size() == 1 && row.getFirst().isEmpty()) {
            return; // An empty line.
        }
        if (!rows.isEmpty() && row.size() != rows.getFirst().length) {
            throw at.wrong("the first line has " + rows.getFirst().length + " fields, and this one has " + row.size());
        }
        rows.add(row.toArray(String[]::new));
    }

    private static int plain(String text, int from, StringBuilder field) {
        int at = from;
        while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            field.append(text.charAt(at++));
        }
        return at;
    }

    private static int quoted(String text, int from, StringBuilder field, Place place) {
        int at = from + 1;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '"') {
                field.append(c);
            } else if (at < text.length() && text.charAt(at) == '"') {
                field.append(text.charAt(at++));
            } else {
                return at;
            }
        }
        throw place.wrong("a quote has no end");
    }

    private static int skipLineEnd(String text, int from, Place place) {
        if (from == text.length()) {
            return from;
        }
        if (text.startsWith("\r\n", from)) {
            return from + 2;
        }
        if (text.charAt(from) != '\n' && text.charAt(from) != '\r') {
            throw place.wrong("behind a quoted field comes a comma, or the end of the line");
        }
        return from + 1;
    }
}
