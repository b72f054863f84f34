package millrace.cli.manage;

import java.util.ArrayList;
import java.util.List;

/** A list of more than six elements as Node prints it: in rows and columns, if they are of about one length. */
final class InspectedRows {
    private static final int FEW = 6;
    private static final int LINE = 80;
    private static final int MOST_COLUMNS = 12;
    /** A character is so many times as high as it is wide: the rows come out about square. */
    private static final double HEIGHT = 2.5;

    private InspectedRows() {}

    /** {@code null}: it is not printed so. */
    static List<String> of(List<String> elements, int indent, boolean numbers) {
        int columns = elements.size() > FEW ? columns(elements, indent) : 1;
        if (columns <= 1) {
            return null;
        }
        int[] widths = new int[columns];
        for (int i = 0; i < elements.size(); i++) {
            widths[i % columns] = Math.max(widths[i % columns], elements.get(i).length());
        }
        List<String> rows = new ArrayList<>();
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < elements.size(); i++) {
            boolean last = i % columns == columns - 1 || i == elements.size() - 1;
            String blanks = " ".repeat(widths[i % columns] - elements.get(i).length());
            row.append(numbers ? blanks : "").append(elements.get(i)).append(last ? "" : ", ");
            row.append(numbers || last ? "" : blanks);
            if (last) {
                rows.add(row.toString());
                row.setLength(0);
            }
        }
        return rows;
    }

    private static int columns(List<String> elements, int indent) {
        double total = 0;
        int longest = 0;
        for (String element : elements) {
            total += element.length() + 2;
            longest = Math.max(longest, element.length());
        }
        int widest = longest + 2;
        if (widest * 3 + indent >= LINE || total / widest <= 5 && longest > FEW) {
            return 1;
        }
        double usual = Math.max(1, widest - 3 - Math.sqrt(widest - total / elements.size()));
        long square = Math.round(Math.sqrt(HEIGHT * usual * elements.size()) / usual);
        return (int) Math.min(Math.min(square, (LINE - indent) / widest), MOST_COLUMNS);
    }
}
