package millrace.gateway.listing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Text;
import millrace.gateway.listing.ListingSettings.Format;
import millrace.http.codec.HttpDate;
import millrace.http.codec.Output;

/** {@code autoindex}: a list of what is in a folder, as HTML, XML or JSON. */
final class ListingPage {
    private ListingPage() {}

    static void answer(Exchange x, List<FolderEntry> entries) {
        entries.sort(FolderEntry.ORDER);
        ListingSettings settings = x.settings(ListingSettings.KEY);
        Output page = new Output(512 + 128 * entries.size());
        String callback = settings.format == Format.JSONP ? callback(x.args()) : null;
        switch (settings.format) {
            case HTML -> ListingHtml.write(x, settings, entries, page);
            case XML -> xml(entries, page);
            case JSON -> json(entries, page);
            case JSONP -> {
                if (callback != null) {
                    page.utf8("/* callback */\r\n" + callback + "(");
                }
                json(entries, page);
                if (callback != null) {
                    page.utf8(");");
                }
            }
        }
        x.reply().sendWhole(200, type(settings.format), page);
    }

    private static String type(Format format) {
        return switch (format) {
            case HTML -> "text/html";
            case XML -> "text/xml; charset=utf-8";
            case JSON -> "application/json";
            case JSONP -> "application/javascript";
        };
    }

    /** The name of a function in the arguments: letters, digits, {@code _}, {@code .} only; {@code null} without one. */
    private static String callback(Text args) {
        for (String each : args.toString().split("&")) {
            if (each.startsWith("callback=") && each.length() > 9) {
                String name = each.substring(9);
                return name.matches("[\\w.]{1,128}") ? name : null;
            }
        }
        return null;
    }

    private static void xml(List<FolderEntry> entries, Output to) {
        to.utf8("<?xml version=\"1.0\"?>\r\n<list>\r\n");
        for (FolderEntry each : entries) {
            String tag = tag(each);
            to.utf8("<" + tag + " mtime=\"").utf8(Instant.ofEpochSecond(each.modified()).toString());
            if (each.regular()) {
                to.utf8("\" size=\"").number(each.size());
            }
            to.utf8("\">");
            markup(text(each.name()), to);
            to.utf8("</" + tag + ">\r\n");
        }
        to.utf8("</list>\r\n");
    }

    private static String tag(FolderEntry entry) {
        return entry.folder() ? "directory" : entry.regular() ? "file" : "other";
    }

    private static void json(List<FolderEntry> entries, Output to) {
        to.utf8("[\r\n");
        byte[] date = new byte[HttpDate.LENGTH];
        for (int i = 0; i < entries.size(); i++) {
            FolderEntry each = entries.get(i);
            to.utf8("{ \"name\":\"");
            string(each.name(), to);
            HttpDate.write(Math.max(0, each.modified()), date, 0);
            to.utf8("\", \"type\":\"" + tag(each) + "\", \"mtime\":\"").put(date).utf8("\"");
            if (each.regular()) {
                to.utf8(", \"size\":").number(each.size());
            }
            to.utf8(i + 1 < entries.size() ? " },\r\n" : " }\r\n");
        }
        to.utf8("]");
    }

    private static void string(byte[] octets, Output to) {
        for (int i = 0; i < octets.length; i++) {
            byte c = octets[i];
            if (c == '"' || c == '\\') {
                to.utf8("\\").put(octets, i, 1);
            } else if (c >= 0 && c < ' ') {
                to.utf8("\\u%04x".formatted(c));
            } else {
                to.put(octets, i, 1);
            }
        }
    }

    static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    /** Text, one character for each octet, as HTML and XML have it. */
    static void markup(String text, Output to) {
        String safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
        to.put(Output.ascii(safe));
    }
}
