package millrace.gateway.listing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import millrace.gateway.charset.CharsetSettings;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.route.UriEscape;
import millrace.http.codec.Output;

/** The list as people see it, and scripts read it: columns as nginx has them. */
final class ListingHtml {
    private static final int NAME_COLUMNS = 50;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd-MMM-yyyy HH:mm", Locale.ENGLISH);

    private ListingHtml() {}

    static void write(Exchange x, ListingSettings settings, List<FolderEntry> entries, Output to) {
        ZoneId zone = settings.localTime ? ZoneId.systemDefault() : ZoneOffset.UTC;
        boolean utf8 = CharsetSettings.of(x).equalsIgnoreCase("utf-8");
        to.utf8("<html>\r\n<head><title>Index of ");
        ListingPage.markup(x.uri().toString(), to);
        to.utf8("</title></head>\r\n<body>\r\n<h1>Index of ");
        ListingPage.markup(x.uri().toString(), to);
        to.utf8("</h1><hr><pre><a href=\"../\">../</a>\r\n");
        for (FolderEntry each : entries) {
            String slash = each.folder() ? "/" : "";
            to.utf8("<a href=\"");
            reference(each.name(), to);
            to.utf8(slash + "\">");
            name(each.name(), slash, utf8, to);
            to.utf8(TIME.format(Instant.ofEpochSecond(each.modified()).atZone(zone)));
            size(each, settings.exactSize, to);
        }
        to.utf8("</pre><hr></body>\r\n</html>\r\n");
    }

    /** A name with a colon must not look like one with a scheme. */
    private static void reference(byte[] name, Output to) {
        int start = to.length();
        UriEscape.PATH.write(name, 0, name.length, to);
        String escaped = new String(to.bytes(), start, to.length() - start, StandardCharsets.ISO_8859_1);
        to.truncate(start);
        to.put(Output.ascii(escaped.replace(":", "%3A")));
    }

    /** Cut where it is too long for its column, which is filled up with blanks. */
    private static void name(byte[] octets, String slash, boolean utf8, Output to) {
        String text = utf8 ? new String(octets, StandardCharsets.UTF_8) : ListingPage.text(octets);
        int length = text.codePointCount(0, text.length()) + slash.length();
        boolean cut = length > NAME_COLUMNS;
        String shown = cut ? text.substring(0, text.offsetByCodePoints(0, NAME_COLUMNS - 3)) : text + slash;
        String safe = utf8 ? ListingPage.text(shown.getBytes(StandardCharsets.UTF_8)) : shown;
        ListingPage.markup(safe, to);
        to.utf8(cut ? "..&gt;</a>" : "</a>");
        to.utf8(" ".repeat(1 + NAME_COLUMNS - (cut ? NAME_COLUMNS : length)));
    }

    private static void size(FolderEntry entry, boolean exact, Output to) {
        if (exact) {
            to.utf8((entry.folder() ? "%20s\r\n" : "%20d\r\n").formatted(entry.folder() ? "-" : (Object) entry.size()));
        } else {
            to.utf8("%8s\r\n".formatted(entry.folder() ? "-" : rounded(entry.size())));
        }
    }

    private static String rounded(long size) {
        if (size > (1L << 30) - 1) {
            return (size + (1 << 29) >> 30) + "G";
        }
        if (size > (1 << 20) - 1) {
            return (size + (1 << 19) >> 20) + "M";
        }
        return size > 9999 ? (size + (1 << 9) >> 10) + "K" : Long.toString(size);
    }
}
